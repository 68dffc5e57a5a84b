"""Pages of dictionaries in a workspace: upload, read, map, and both sides' consent."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dictionary import exports, matching, permissions, use_cases
from catalog.dictionary.forms import BeginForm, LinesForm, UploadForm, relations
from catalog.dictionary.models import Dictionary, DictionaryMapping, DictionaryTerm, TermMatch
from catalog.dictionary.states import MappingState
from catalog.element.forms import RemarkForm
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page
from web.shapes import Effect, Link

TARGETS = 100
TABS = ("mappings", "own", "published")


def badge(state: str) -> tuple[str, str]:
    return {
        MappingState.DRAFT: ("idle", _("Draft")), MappingState.PROPOSED: ("wait", _("Proposed")), MappingState.RECOGNIZED: ("done", _("Recognized by both")),
        MappingState.REFUSED: ("stop", _("Refused")), MappingState.SUPERSEDED: ("idle", _("Superseded")), MappingState.ENDED: ("hold", _("Ended")),
    }[MappingState(state)]  # fmt: skip


class Dictionaries(Page):
    """Mappings of this organization, its dictionaries, and those that others have published."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(organization, UploadForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(organization, form, 422)
        given = dict(form.cleaned_data)
        return self.act(
            use_cases.upload, terms=given.pop("file"), form=form, again=lambda bound: self._page(organization, bound), said=_("The dictionary is kept."),
            to=lambda row: reverse("dictionary.one", args=[organization, row.pk]), **given,
        )  # fmt: skip

    def _page(self, organization: UUID, form: Any, status: int = 200) -> HttpResponse:
        tab = self.request.GET.get("tab", TABS[0])
        tab = tab if tab in TABS else TABS[0]
        cursor = self.request.GET.get("cursor") or None
        own = reverse("dictionary.list", args=[organization])
        labels = {"mappings": _("Mappings"), "own": _("Our dictionaries"), "published": _("Published by others")}
        context: dict[str, Any] = {
            "organization": organization, "form": form, "tab": tab, "tabs": [Link(labels[name], f"{own}?tab={name}", current=name == tab) for name in TABS],
            "may_keep": allowed(self.actor, permissions.KEEP).permitted,
        }  # fmt: skip
        if tab == "mappings":
            rows = DictionaryMapping.objects.visible_to(self.actor).select_related("source", "target", "owner", "other")
            page: Any = paging.page(rows, ("-created", "-id"), cursor=cursor)
            context |= {"page": page, "mappings": [(row, badge(row.state)) for row in page.items]}
        else:
            found = Dictionary.objects.filter(owner=organization) if tab == "own" else Dictionary.objects.filter(published=True).exclude(owner=organization)
            page = paging.page(found.select_related("owner"), ("-created", "-id"), cursor=cursor)
            context |= {"page": page, "dictionaries": page.items}
        return self.show("catalog/dictionary/list.html", context, status)


class One(Page):
    """A dictionary with its terms, and what it may be mapped to."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    def get(self, request: HttpRequest, organization: UUID, dictionary: UUID) -> HttpResponse:
        found = self._found(dictionary)
        return self._page(found, BeginForm(self._targets(found)))

    def post(self, request: HttpRequest, organization: UUID, dictionary: UUID) -> HttpResponseBase:
        found = self._found(dictionary)
        form = BeginForm(self._targets(found), request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        target = UUID(form.cleaned_data["target"]) if form.cleaned_data["target"] else None
        return self.act(
            use_cases.begin, dictionary, target_id=target, form=form, again=lambda bound: self._page(found, bound), said=_("The mapping is begun: choose what each term corresponds to."),
            to=lambda row: reverse("dictionary_mapping.one", args=[organization, row.pk]),
        )  # fmt: skip

    def _found(self, dictionary: UUID) -> Dictionary:
        found = Dictionary.objects.visible_to(self.actor).select_related("owner").filter(pk=dictionary).first()
        if found is None:
            raise NotFound
        return found

    def _targets(self, found: Dictionary) -> list[Dictionary]:
        if found.owner_id != self.actor.organization:
            return []
        return list(Dictionary.objects.visible_to(self.actor).exclude(owner=found.owner_id).select_related("owner").order_by("-created", "-id")[:TARGETS])

    def _page(self, found: Dictionary, form: Any, status: int = 200) -> HttpResponse:
        page = paging.page(DictionaryTerm.objects.filter(dictionary=found), ("position",), cursor=self.request.GET.get("cursor") or None, limit=50)
        own = found.owner_id == self.actor.organization
        context = {
            "organization": self.actor.organization, "dictionary": found, "page": page, "terms": page.items, "form": form,
            "may_map": own and self.actor.jurisdiction != "operator" and allowed(self.actor, permissions.KEEP, found).permitted,
        }  # fmt: skip
        return self.show("catalog/dictionary/one.html", context, status)


class Mapping(Page):
    """One version of a mapping: its lines with suggestions while it is a draft, and what each side may do."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    def get(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponse:
        return self._page(mapping_of(self, dictionary_mapping))

    def post(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponseBase:
        found = mapping_of(self, dictionary_mapping)
        lines, _page = matching.lines(found, request.GET.get("cursor") or None)
        form = LinesForm(lines, request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.match, dictionary_mapping, form.chosen(), form=form, again=lambda bound: self._page(found, bound), to=request.get_full_path(), said=_("These lines are kept."),
        )

    def _page(self, found: DictionaryMapping, form: Any = None, status: int = 200) -> HttpResponse:
        draft = found.state == MappingState.DRAFT
        keeps = allowed(self.actor, permissions.KEEP, found).permitted
        lines, page = matching.lines(found, self.request.GET.get("cursor") or None, suggesting=draft)
        form = form or LinesForm(lines)
        own = reverse("dictionary_mapping.one", args=[self.actor.organization, found.pk])
        context = {
            "organization": self.actor.organization, "mapping": found, "state": badge(found.state), "page": page, "lines": lines, "form": form, "rows": form.rows(), "relations": dict(relations()),
            "matched": TermMatch.objects.filter(mapping=found).count(), "may_match": draft and keeps, "may_propose": draft and keeps, "own": own,
            "may_decide": found.state == MappingState.PROPOSED and allowed(self.actor, permissions.RECOGNIZE, found).permitted,
            "may_end": found.state == MappingState.RECOGNIZED and allowed(self.actor, permissions.END, found).permitted,
            "may_revise": found.state not in (MappingState.DRAFT, MappingState.PROPOSED, MappingState.SUPERSEDED) and keeps, "ours": found.owner_id == self.actor.organization,
        }  # fmt: skip
        return self.show("catalog/dictionary/mapping.html", context, status)


def mapping_of(page: Page, mapping: UUID) -> DictionaryMapping:
    """Errors: NotFound."""
    found = DictionaryMapping.objects.visible_to(page.actor).select_related("source", "target", "owner", "other").filter(pk=mapping).first()
    if found is None:
        raise NotFound
    return found


class _Sure(Page):
    """An act on a mapping that is told in full before it is done."""

    audience = "party"
    asks_why = False

    def get(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponse:
        return self.page(mapping_of(self, dictionary_mapping), RemarkForm() if self.asks_why else None)

    def page(self, found: DictionaryMapping, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "organization": self.actor.organization, "form": form, "back_url": self.to(found), "danger": self.asks_why,
            "lede": f"{found.source.name} → {found.target.name if found.target else _('Data elements')}", **self.words(),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)

    def to(self, found: DictionaryMapping) -> str:
        return reverse("dictionary_mapping.one", args=[self.actor.organization, found.pk])

    def words(self) -> dict[str, Any]:
        return {}

    def done(self, use_case: Any, found: DictionaryMapping, said: str) -> HttpResponseBase:
        if not self.asks_why:
            return self.act(use_case, found.pk, to=self.to, said=said)
        form = RemarkForm(self.request.POST)
        if not form.is_valid():
            return self.page(found, form, 422)
        return self.act(use_case, found.pk, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self.page(found, bound), to=self.to, said=said)


class Propose(_Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    def post(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponseBase:
        return self.done(use_cases.propose, mapping_of(self, dictionary_mapping), _("Proposed: the other side decides now."))

    def words(self) -> dict[str, Any]:
        effects = [Effect(_("You consent to the mapping as it stands.")), Effect(_("Nothing in it changes any more; a change makes a new version.")), Effect(_("The other side sees your terms and decides."))]
        return {"title": _("Propose this mapping?"), "effects": effects, "act": _("Propose the mapping")}


class Recognize(_Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECOGNIZE}

    def post(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponseBase:
        return self.done(use_cases.recognize, mapping_of(self, dictionary_mapping), _("Both sides recognize the mapping."))

    def words(self) -> dict[str, Any]:
        effects = [Effect(_("Both sides then stand by it.")), Effect(_("An earlier version is superseded."))]
        return {"title": _("Recognize this mapping?"), "effects": effects, "act": _("Recognize the mapping")}


class Refuse(_Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECOGNIZE}
    asks_why = True

    def post(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponseBase:
        return self.done(use_cases.refuse, mapping_of(self, dictionary_mapping), _("The mapping is refused."))

    def words(self) -> dict[str, Any]:
        return {"title": _("Refuse this mapping?"), "effects": [Effect(_("The other side reads your reason and may make a new version."))], "act": _("Refuse the mapping")}


class End(_Sure):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.END}
    asks_why = True

    def post(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponseBase:
        return self.done(use_cases.end, mapping_of(self, dictionary_mapping), _("The recognition has ended."))

    def words(self) -> dict[str, Any]:
        return {"title": _("End the recognition?"), "effects": [Effect(_("The mapping stays readable for both sides, marked as ended."))], "act": _("End the recognition")}


class Revise(Page):
    audience = "party"
    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    def post(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponseBase:
        return self.act(
            use_cases.revise, dictionary_mapping, to=lambda row: reverse("dictionary_mapping.one", args=[organization, row.pk]), said=_("A new version is in work, with the same lines.")
        )


class Export(Page):
    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, dictionary_mapping: UUID) -> HttpResponse:
        return exports.answer(mapping_of(self, dictionary_mapping), request.GET.get("form", "csv"))
