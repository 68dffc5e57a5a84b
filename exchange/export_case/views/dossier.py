"""Pages of the dossier: open a case, one paper with its versions, writing and drawing it up, the legal document, a paper as a download."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.agreement.models import Agreement
from exchange.export_case import clocks, gather, permissions, use_cases
from exchange.export_case.dossier import reading
from exchange.export_case.dossier.clauses import stand
from exchange.export_case.dossier.forms import GENERATED, UPLOAD_DECIDES
from exchange.export_case.dossier.known import known
from exchange.export_case.forms import DocumentForm, GenerateForm, OpenForm, UploadForm, WriteForm
from exchange.export_case.models import ExportCase, LegalDocument, PaperText
from exchange.export_case.models.dossier import LANGUAGES
from exchange.export_case.states import AT_EXPORTER, State
from exchange.export_case.words import BROUGHT_BY, badge, whose, word
from exchange.rules.casework import ROUTES_OF
from exchange.trade_request.show import deal_url
from kernel import clock
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page


def case_url(organization: Any, case: Any) -> str:
    return reverse("export_case.case", args=[organization, case])


class Open(Page):
    """The exporter opens the case of an export, on the path the determination found."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OPEN}

    def get(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponse:
        row = self._row(agreement)
        authorise(self.actor, permissions.OPEN, row)
        return self._page(row, None)

    def post(self, request: HttpRequest, organization: UUID, agreement: UUID) -> HttpResponseBase:
        row = self._row(agreement)
        authorise(self.actor, permissions.OPEN, row)
        return self.act(
            use_cases.open_, row.pk, path=request.POST.get("path", ""), kind=request.POST.get("kind") or "first", form=None, again=lambda form: self._page(row, form),
            to=lambda case: case_url(organization, case.pk), said=_("The case is open: put the dossier together."),
        )

    def _row(self, agreement: UUID) -> Agreement:
        found = Agreement.objects.visible_to(self.actor).select_related("revision").filter(pk=agreement).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: Agreement, form: Any) -> HttpResponse:
        found = gather.determination(row.pk)
        paths = ROUTES_OF.get(found.path, ()) if found else ()
        kind = self.request.GET.get("kind", "first")
        context = {
            "agreement": row, "found": found, "result": found.result if found else {}, "form": form or (OpenForm(paths=paths) if len(paths) > 1 else None), "kind": kind,
            "path": paths[0] if len(paths) == 1 else "", "back_url": deal_url(self.actor.organization, row.pk),
        }
        return self.show("exchange/export_case/open.html", context)


class Paper(Page):
    """One paper of the checklist: its versions, what was written for it, an upload."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.FILL}

    def get(self, request: HttpRequest, organization: UUID, case: UUID, code: str) -> HttpResponse:
        return self._page(gather.one(self.actor, case, "determination", "exporter", "consumer", "desk"), code)

    def post(self, request: HttpRequest, organization: UUID, case: UUID, code: str) -> HttpResponseBase:
        found = gather.one(self.actor, case, "determination", "exporter", "consumer", "desk")
        back = reverse("export_case.paper", args=[organization, case, code])
        if "generate" in request.POST:
            made = GenerateForm(request.POST)
            if not made.is_valid():
                return self._page(found, code, made=made, status=422)
            return self.act(
                use_cases.generate_paper, case, code=code, form=made, again=lambda form: self._page(found, code, made=form), to=back, said=_("The paper was drawn up."), **made.cleaned_data
            )
        if "language" in request.POST and code in GENERATED:
            language = request.POST["language"] if request.POST["language"] in LANGUAGES else "zh"
            text = WriteForm(request.POST, paper=GENERATED[code], language=language)
            if not text.is_valid():
                return self._page(found, code, text=text, status=422)
            return self.act(
                use_cases.fill, case, code=code, language=language, content=text.cleaned_data, form=text, again=lambda form: self._page(found, code, text=form),
                to=f"{back}?language={language}", said=_("Kept. Draw the paper up to make a new version of it."),
            )
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(found, code, form=form, status=422)
        sent = form.cleaned_data["file"]
        return self.act(
            use_cases.add_paper, case, code=code, name=sent.name, media_type=sent.content_type, size=sent.size, stream=sent, done_on=form.cleaned_data["done_on"], form=form,
            again=lambda bound: self._page(found, code, form=bound), to=case_url(organization, case), said=_("The paper was added."),
        )

    def _page(self, case: ExportCase, code: str, *, form: Any = None, text: Any = None, made: Any = None, status: int = 200) -> HttpResponse:
        dossier = reading.dossier(self.actor, case, gather.asked(case))
        line = next((one for one in dossier.lines if one.code == code), None)
        if line is None:
            raise NotFound
        fillable = case.state in (State.DRAFT, *AT_EXPORTER) and allowed(self.actor, permissions.FILL, case).permitted
        fillable = fillable and (line.brought_by == "buyer" or self.actor.organization == case.exporter_id)
        language = self.request.GET.get("language", "zh")
        language = language if language in LANGUAGES else "zh"
        context = {
            "case": case, "line": line, "badge": badge(case), "whose": whose(case.whose)[0], "fillable": fillable, "form": form or UploadForm(), "made": made or GenerateForm(), "organization": self.actor.organization,
            "who": word(BROUGHT_BY, line.brought_by), "language": language, "text": text or (self._written(case, code, language) if fillable and code in GENERATED else None),
            "draft_only": code in UPLOAD_DECIDES, "written_here": code in GENERATED,
        }  # fmt: skip
        return self.show("exchange/export_case/paper.html", context, status)

    def _written(self, case: ExportCase, code: str, language: str) -> WriteForm | None:
        paper = GENERATED[code]
        if not paper.sections:
            return None
        kept = PaperText.objects.filter(case=case, code=code, language=language).values_list("content", flat=True).first() or {}
        facts = known(case, clock.now())
        initial = {one.key: kept.get(one.key) or (one.proposed(facts, language) if one.proposed else "") for one in paper.sections}
        return WriteForm(initial=initial, paper=paper, language=language)


class File(Page):
    """A version of a paper as a download; that it was opened is recorded."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, case: UUID, document: UUID) -> StreamingHttpResponse:
        paper = use_cases.open_paper(self.actor, case, document)
        language = "en" if request.GET.get("language") == "en" else "zh"
        return reading.response(paper, language, "docx" if request.GET.get("form") == "docx" else "")


class StateDocument(Page):
    """Where the six heads stand in the legal document, and when it takes effect."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.FILL}

    def get(self, request: HttpRequest, organization: UUID, case: UUID) -> HttpResponse:
        found = gather.one(self.actor, case)
        authorise(self.actor, permissions.SUBMIT, found)
        last = LegalDocument.objects.filter(case=found).order_by("-at").first()
        clauses = last.clauses if last else stand(known(found, clock.now()).terms)
        kind = last.kind if last else "standard_contract" if found.path == "standard_contract" else "draft"
        initial = {"kind": kind, "effective_on": last.effective_on if last else None, "digest": last.digest if last else ""}
        return self._page(found, DocumentForm(initial=initial | {f"clause_{key}": text for key, text in clauses.items()}))

    def post(self, request: HttpRequest, organization: UUID, case: UUID) -> HttpResponseBase:
        found = gather.one(self.actor, case)
        form = DocumentForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        given = {name: form.cleaned_data[name] for name in ("kind", "effective_on", "digest")}
        return self.act(
            use_cases.state_document, case, clauses=form.clauses, form=form, again=lambda bound: self._page(found, bound), to=case_url(organization, case),
            said=_("The legal document is stated."), **given,
        )

    def _page(self, case: ExportCase, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "case": case, "form": form, "title": _("The legal document with the recipient"), "act": _("State it"), "back_url": case_url(self.actor.organization, case.pk),
            "lede": _("The six heads of M11 art. 9, as found in the agreement: correct what is not there, then add it to the document."), "effects": [], "badge": badge(case), "whose": whose(case.whose)[0],
            "number": case.number, "today": clocks.day_of(clock.now()),
        }  # fmt: skip
        return self.show("exchange/export_case/step.html", context, status)
