"""Pages in a workspace: proposals and their decision, and the mapping of a dataset's fields."""

from __future__ import annotations

from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset, DatasetRevision
from catalog.editor.base import EditorPage
from catalog.element import mapping, permissions, use_cases, words
from catalog.element.finding import words_of
from catalog.element.forms import MappingForm, ProposalForm, RemarkForm
from catalog.element.models import Element, ElementVersion
from catalog.element.states import ElementState
from catalog.rules.elements import Candidates
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Effect, Link

QUEUES = ("waiting", "own")
OFFERED = 20
"""Definitions found by words that are offered beside the suggestions."""


class Proposals(Page):
    """What waits for this organization's decision, oldest first, and what it proposed itself, newest first."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        operator = self.actor.jurisdiction == "operator"
        queue = request.GET.get("queue", "waiting" if operator else "own")
        rows = ElementVersion.objects.select_related("element", "proposer")
        if queue == "waiting":
            rows = rows.filter(state=ElementState.DRAFT) if operator else rows.filter(state=ElementState.DRAFT, element__steward_id=organization).exclude(proposer_id=organization)
        else:
            rows = rows.filter(proposer_id=organization)
        page = paging.page(rows, ("created", "id") if queue == "waiting" else ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        own = reverse("element.proposals", args=[organization])
        labels = {"waiting": _("To decide"), "own": _("Proposed by us")}
        context = {
            "organization": organization, "page": page, "lines": [(row, words.badge(row.state)) for row in page.items],
            "tabs": [Link(labels[name], f"{own}?queue={name}", current=name == queue) for name in QUEUES], "may_propose": allowed(self.actor, permissions.PROPOSE).permitted,
        }  # fmt: skip
        return self.show("catalog/element/proposals.html", context)


class Propose(Page):
    """A new definition, or with `?element=` a new version of one."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        former = Element.objects.filter(face__isnull=False, code=request.GET.get("element", "").replace("\x00", "")).select_related("face").first()
        face = former.face if former else None
        initial: dict[str, Any] = {"code": former.code} if former else {}
        if face is not None:
            initial |= {name: getattr(face, name) for name in ("name_zh", "name_en", "definition_zh", "definition_en", "type", "unit", "source", "kind")}
            initial["code_list"] = "\n".join(", ".join(row) for row in face.code_list)
        return self._page(organization, ProposalForm(initial=initial))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = ProposalForm(request.POST)
        if not form.is_valid():
            return self._page(organization, form, 422)
        return self.act(
            use_cases.propose, form=form, again=lambda bound: self._page(organization, bound), said=_("Proposed: others decide on it now."),
            to=lambda row: reverse("element.proposal", args=[organization, row.pk]), **form.cleaned_data,
        )  # fmt: skip

    def _page(self, organization: UUID, form: Any, status: int = 200) -> HttpResponse:
        return self.show("catalog/element/propose.html", {"organization": organization, "form": form}, status)


class Proposal(Page):
    """One version with what stands now beside it, and the decision."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    def get(self, request: HttpRequest, organization: UUID, element_version: UUID) -> HttpResponse:
        return self._page(self._version(element_version), RemarkForm())

    def post(self, request: HttpRequest, organization: UUID, element_version: UUID) -> HttpResponseBase:
        found = self._version(element_version)
        to = reverse("element.proposal", args=[organization, element_version])
        if "refuse" not in request.POST:
            return self.act(use_cases.accept, element_version, to=to, said=_("The definition is current now."))
        form = RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.refuse, element_version, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self._page(found, bound), to=to, said=_("The proposal is refused.")
        )

    def _version(self, version: UUID) -> ElementVersion:
        rows = ElementVersion.objects.visible_to(self.actor).select_related("element__face", "element__steward", "proposer")
        found = rows.filter(pk=version).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, found: ElementVersion, form: Any, status: int = 200) -> HttpResponse:
        decides = allowed(self.actor, permissions.DECIDE, found.element).permitted
        ours = found.proposer_id == self.actor.organization and self.actor.jurisdiction != "operator"
        face = found.element.face if found.element.face_id != found.pk else None
        context = {
            "version": found, "element": found.element, "state": words.badge(found.state), "rows": words.described(found), "organization": self.actor.organization, "form": form,
            "face": face, "face_rows": words.described(face) if face else [], "may_decide": decides and not ours and found.state == ElementState.DRAFT,
            "may_retire": decides and found.state == ElementState.CURRENT,
        }  # fmt: skip
        return self.show("catalog/element/proposal.html", context, status)


class Retire(Page):
    """What it does to retire a definition, before it is done."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    def get(self, request: HttpRequest, organization: UUID, element: UUID) -> HttpResponse:
        return self._page(self._element(element), RemarkForm())

    def post(self, request: HttpRequest, organization: UUID, element: UUID) -> HttpResponseBase:
        found, form = self._element(element), RemarkForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.retire, element, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self._page(found, bound), to=reverse("element.one", args=[element]),
            said=_("The definition is retired."),
        )  # fmt: skip

    def _element(self, element: UUID) -> Element:
        found = Element.objects.visible_to(self.actor).filter(pk=element, face__isnull=False).select_related("face").first()
        if found is None or not allowed(self.actor, permissions.DECIDE, found).permitted:
            raise NotFound
        return found

    def _page(self, found: Element, form: Any, status: int = 200) -> HttpResponse:
        effects = [Effect(_("No further field can be mapped to it.")), Effect(_("Mappings that stand stay, and so does its page."))]
        context = {
            "organization": self.actor.organization, "form": form, "back_url": reverse("element.one", args=[found.pk]), "lede": str(found.face), "danger": True,
            "title": _("Retire this definition?"), "effects": effects, "act": _("Retire the definition"),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)


class Fields(EditorPage):
    """Which definition each field of a dataset follows: suggestions with their reasons, and a person's choice."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.MAP}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        return self._page(found, self._revision(found))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        revision = self._revision(found)
        form = self._form(found, revision, request.POST)[0]
        if not form.is_valid():
            return self._page(found, revision, form, 422)
        chosen = {name: UUID(value) if value else None for name, value in form.chosen().items()}
        return self.act(
            mapping.map_fields, dataset, chosen, revision_id=revision.pk, form=form, again=lambda bound: self._page(found, revision, bound), said=_("The mapping is kept."),
            to=f"{self.address('element.map', found)}?revision={revision.pk}",
        )  # fmt: skip

    def _revision(self, dataset: Dataset) -> DatasetRevision:
        try:
            wanted = UUID(self.request.GET.get("revision", "")) if self.request.GET.get("revision") else None
        except ValueError as error:
            raise NotFound from error
        return mapping.revision_of(dataset, wanted)

    def _form(self, dataset: Dataset, revision: DatasetRevision, data: Any = None) -> tuple[MappingForm, list[tuple[Any, Any, list[Any]]]]:
        fields = list(revision.fields.all())
        kept, pool = mapping.mapped_in(dataset), mapping.candidates()
        standing = {row.field: row for row in kept if row.revision_id == revision.pk}
        offered = mapping.suggestions(dataset, revision, fields, kept, pool)
        searched = {str(row.element_id): row for row in self._searched(pool)}
        choices: dict[str, list[tuple[str, str]]] = {}
        for field in fields:
            rows = {str(match.key.element_id): f"{match.key.name} ({match.key.element.code}), {match.score}" for match in offered[field.name]}
            if field.name in standing and standing[field.name].element.face:
                rows.setdefault(str(standing[field.name].element_id), f"{standing[field.name].version.name} ({standing[field.name].element.code})")
            for key, row in searched.items():
                rows.setdefault(key, f"{row.name} ({row.element.code})")
            choices[field.name] = list(rows.items())
        form = MappingForm(fields, choices, {name: str(row.element_id) for name, row in standing.items()}, data)
        lines = [(field, form[f"field-{field.position}"], offered[field.name], standing.get(field.name)) for field in fields]
        return form, lines  # type: ignore[return-value]

    def _searched(self, pool: Candidates) -> list[ElementVersion]:
        """Definitions the person looked for by words, to choose from beside the suggestions."""
        wanted = [word.casefold() for word in words_of(self.request.GET.get("q", ""))]
        found = (one.key for one in pool.all if wanted and all(word in f"{one.name} {one.zh} {one.en}".casefold() for word in wanted))
        return list(islice(found, OFFERED))

    def _page(self, dataset: Dataset, revision: DatasetRevision, form: Any = None, status: int = 200) -> HttpResponse:
        fresh, lines = self._form(dataset, revision, form.data if form is not None else None)
        revisions = [row for row in (dataset.current, dataset.working) if row is not None]
        own = self.address("element.map", dataset)
        context = {
            "dataset": dataset, "revision": revision, "organization": self.actor.organization, "form": form or fresh, "lines": lines,
            "q": " ".join(words_of(self.request.GET.get("q", ""))), "may_map": allowed(self.actor, permissions.MAP, dataset).permitted,
            "tabs": [Link(_("Revision %(number)s") % {"number": row.number}, f"{own}?revision={row.pk}", current=row.pk == revision.pk) for row in revisions],
        }  # fmt: skip
        return self.show("catalog/element/map.html", context, status)
