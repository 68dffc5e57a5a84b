"""The published log (keys, checkpoint, hash tiles) and the page on which anyone checks a proof."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views import View

from catalog.certificate.checking import recognised
from exchange.audit import store
from exchange.audit.proof import LONGEST_TEXT, Verdict, check_proof
from exchange.audit.tiles import BadTile, Tile, width_at
from kernel import keys
from kernel.canonical import NotCanonical, parse
from web.pages import Page
from web.shapes import ProofStep

TEXT = "text/plain; charset=utf-8"
CERTIFICATE = "certificate"
FOREVER = "public, max-age=31536000, immutable"
A_SECOND = "public, max-age=1"


class VerifierKeys(View):
    """The keys that sign for this log, one a line (C2SP vkey); the last one signs now."""

    audience = "public"
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        name = store.origin()
        known = store.verifier_keys(name)
        if not known:
            keys.current(store.LOG_KEY)
            known = store.verifier_keys(name)
        return HttpResponse("".join(f"{key}\n" for key in known), content_type=TEXT, headers={"Cache-Control": A_SECOND})


class LastCheckpoint(View):
    """The newest signed checkpoint (C2SP tlog-checkpoint); there is none before the first event is sealed."""

    audience = "public"
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        checkpoint = store.last_checkpoint()
        if checkpoint is None:
            raise Http404
        return HttpResponse(checkpoint.note, content_type=TEXT, headers={"Cache-Control": A_SECOND})


class HashTile(View):
    """A row of up to 256 hashes (C2SP tlog-tiles), as far as the newest checkpoint covers them."""

    audience = "public"
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, place: str) -> HttpResponse:
        try:
            tile = Tile.parse(place)
        except BadTile as error:
            raise Http404 from error
        checkpoint = store.last_checkpoint()
        if tile.level is None or checkpoint is None or tile.width > width_at(tile.level, tile.number, checkpoint.size):
            raise Http404
        hashes = store.StoredTree().tile(tile.level, tile.number)[: tile.width]
        # A growing tile's first hashes never change either, but its full successor replaces it soon.
        headers = {"Cache-Control": FOREVER if tile.is_full else "public, max-age=3600"}
        return HttpResponse(b"".join(hashes), content_type="application/octet-stream", headers=headers)


class ProofForm(forms.Form):
    proof = forms.CharField(
        label=_("Proof"),
        help_text=_("The whole text of a proof, as the page of an event or the API gives it; or a certificate: its credential, its number, or the address in its QR code."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off", "class": "mono"}),
    )


class Check(Page):
    """Paste a proof: yes or no, and why. Nothing that is pasted is kept."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        """`?certificate=` is what the QR code of a certificate holds: its number."""
        context: dict[str, Any] = {"form": ProofForm(), "known": self._keys()}
        number = request.GET.get("certificate", "")
        if not number:
            return self.show("exchange/audit/check.html", context)
        return self.show("exchange/audit/check.html", context | shown(import_string(settings.CHECKERS[CERTIFICATE])(number)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_of(ProofForm)
        known = self._keys()
        context: dict[str, Any] = {"form": form, "known": known}
        if not form.is_valid():
            return self.show("exchange/audit/check.html", context, status=422)
        text = form.cleaned_data["proof"]
        checker = settings.CHECKERS.get(kind_of(text))
        verdict = import_string(checker)(text) if checker else check_proof(text, known)
        return self.show("exchange/audit/check.html", context | shown(verdict))

    def _keys(self) -> list[store.VerifierKey]:
        return store.verifier_keys(store.origin())


TITLES = {
    "permitted": _("Yes: this event is in the log"),
    "refused": _("No: this proof does not hold"),
    "unknown": _("Cannot be told: no known key has signed this"),
}


def kind_of(text: str) -> str:
    """What a pasted text says it is; "" when it says nothing that can be read."""
    if recognised(text):
        return CERTIFICATE
    try:
        value = parse(text)
    except NotCanonical:
        return ""
    found = value.get("format") or value.get("type") if isinstance(value, dict) else ""
    return found if isinstance(found, str) else ""


def shown(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the page shows it."""
    fits = verdict.proof and verdict.head and verdict.holds
    return {
        "verdict": verdict,
        "title": verdict.title or TITLES[verdict.decision.outcome.value],
        "steps": [ProofStep(str(step.text), step.hash, step.state) for step in verdict.steps],  # type: ignore[arg-type]
        "leaf": verdict.proof.index if fits and verdict.proof else None,
        "size": verdict.head.size if fits and verdict.head else None,
        "payload": verdict.proof.payload if verdict.proof and verdict.holds else "",
        "signed": verdict.text,
    }
