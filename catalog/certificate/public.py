"""What anyone may read: a certificate's page, its credential and paper; the status lists; and the exchange's keys as a DID document.

The last two are what other programs verify by. They hold no name, are the same for everybody, and may be kept for a minute.
"""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views import View

from catalog.certificate import credential, issuer, paper, words
from catalog.certificate.models import Certificate
from kernel import clock
from kernel.errors import NotFound
from web.pages import Page

A_MINUTE = "public, max-age=60"


def credential_answer(found: Certificate) -> HttpResponse:
    return HttpResponse(found.credential, content_type=issuer.MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{found.number}.jwt"'})


def paper_answer(found: Certificate) -> HttpResponse:
    return HttpResponse(paper.render(found), content_type=paper.PDF, headers={"Content-Disposition": content_disposition_header(True, f"{found.number}.pdf") or "attachment"})


class Register(Page):
    """A certificate by its number; `?form=pdf` is the paper, `?form=jwt` or the media type application/vc+jwt the credential.

    Certificates of data that are not for everybody to know of are shown to whoever may see them anyway, and to nobody else."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        rows = Certificate.objects.select_related("holder", "revision__rights__registration").filter(number=number.replace("\x00", ""))
        found = rows.published().first() or rows.filter(issued_at__isnull=False).visible_to(self.actor).first()
        if found is None:
            raise NotFound
        form = request.GET.get("form", "")
        if form == "pdf":
            return paper_answer(found)
        if form == "jwt" or (not form and issuer.MEDIA_TYPE in request.headers.get("Accept", "")):
            return credential_answer(found)
        context: dict[str, Any] = {
            "certificate": found, "state": words.badge(found.standing(clock.today())), "rights": words.right_rows(found), "check_url": credential.check_address(str(found.number)),
            "code": paper.qr(str(found.number)),
        }  # fmt: skip
        answer = self.show("catalog/certificate/public.html", context)
        answer["Vary"] = f"{answer['Vary']}, Accept" if answer.get("Vary") else "Accept"
        return answer


class _Kept(View):
    """Bytes that verifiers read again and again: with an entity tag, and kept by caches for a minute."""

    audience = "public"
    http_method_names = ("get", "head", "options")

    def kept(self, request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"Cache-Control": A_MINUTE, "ETag": tag, "Access-Control-Allow-Origin": "*"}
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type=media_type, headers=headers)


class StatusList(_Kept):
    """A signed list of which certificates were withdrawn early (Bitstring Status List)."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        text = credential.status_list(number, clock.now()) if number < 2**31 else None
        if text is None:
            raise Http404
        return self.kept(request, text.encode(), issuer.MEDIA_TYPE)


class DidDocument(_Kept):
    """The keys by which the exchange's credentials are verified (did:web); former keys stay."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.kept(request, orjson.dumps(issuer.document()), "application/did+json")
