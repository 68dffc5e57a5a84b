"""Papers on pages: upload, download, remove. The bytes go straight to the blob storage, never through memory."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _

from accounts.admission import use_cases
from accounts.admission.forms import PaperForm
from accounts.admission.models import Paper
from accounts.admission.views.applicant import address, detail
from accounts.organization import permissions
from kernel import blobs
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.pages import Page


class Add(Page):
    """Upload one paper: opened, streamed, kept."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADD_PAPER}

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                paper = use_cases.open_paper(
                    self.actor, organization, form.cleaned_data["kind"], name=file.name, media_type=(file.content_type or "").lower(), size=file.size
                )
                blobs.append(paper.blob_id, 0, file)
                use_cases.keep_paper(self.actor, paper.pk)
            except Invalid as error:
                form.add_error("file", str(error.detail))
            else:
                messages.success(request, _("The paper is kept."))
                return HttpResponseRedirect(f"{address(organization)}#papers")
        return self.show("accounts/organization/detail.html", detail(self.actor, form), 422)


class Remove(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADD_PAPER}

    def post(self, request: HttpRequest, organization: UUID, paper: UUID) -> HttpResponseBase:
        return self.act(use_cases.remove_paper, paper, to=f"{address(organization)}#papers", said=_("The paper is removed."))


class Download(Page):
    """The file itself, for the organization, the exchange and the regulators."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, paper: UUID) -> HttpResponseBase:
        found = Paper.objects.visible_to(self.actor).filter(pk=paper, kept__isnull=False).select_related("blob").first()
        if found is None:
            raise NotFound
        response = StreamingHttpResponse(blobs.read(found.blob), content_type=found.blob.media_type)
        response["Content-Length"] = str(found.blob.size)
        # as an attachment, never inside our pages: the file came from outside
        name = f"{found.kind}.{found.blob.media_type.rsplit('/', 1)[-1]}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
