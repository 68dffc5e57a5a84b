"""Pages of manifests: upload one, and download a listing as one."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset import permissions
from catalog.manifest import use_cases
from catalog.manifest.export import as_yaml, manifest_of, own
from catalog.manifest.forms import ManifestForm
from catalog.manifest.reading import read
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.pages import Page


class Upload(Page):
    """Create or update a listing from a manifest. Faults are told with their place in it, and nothing is changed."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(ManifestForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = ManifestForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            _apply, form.data_given(), form=form, again=self._page, to=lambda done: reverse("dataset.edit", args=[organization, done.dataset.pk]),
            said=_("The listing is as the manifest says."),
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show("catalog/manifest/upload.html", {"form": form, "organization": self.actor.organization}, status)


def _apply(actor: Actor, data: bytes) -> use_cases.Applied:
    return use_cases.submit(actor, read(data))


class Download(Page):
    """A listing as YAML, to keep, to change and to upload again."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = own(self.actor, dataset)
        if found.provider_id != organization:
            raise NotFound
        response = HttpResponse(as_yaml(manifest_of(found)), content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="manifest-{found.pk}.yaml"'
        return response
