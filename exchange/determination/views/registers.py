"""The operator's registers of lists: editions of every standing, one edition with its rows, what it changes. Regulators read them too."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from exchange.determination import permissions, use_cases
from exchange.determination.comparing import difference, only_in, sought
from exchange.determination.list_forms import EditionForm, in_row
from exchange.determination.list_words import KINDS, compared_badge, edition_badge, tabs, terms
from exchange.determination.models import ListEdition
from exchange.determination.models.lists import NEGATIVE_LIST
from exchange.determination.states import Edition
from exchange.determination.views.desk import Step, decide_page
from kernel import clock, paging
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page

EDITIONS, ROWS = 25, 50
LONGEST = 100
STEPS: dict[str, Step] = {
    "confirm": Step(
        gettext_noop("Confirm the edition"), permissions.CONFIRM_LIST, use_cases.confirm_list, (Edition.PROPOSED.value,),
        gettext_noop("Exports are matched against its rows from its day on."), gettext_noop("The same list's edition before it ends with that day. It is recorded in the log."), "check",
    ),
    "refuse": Step(
        gettext_noop("Refuse the edition"), permissions.CONFIRM_LIST, use_cases.refuse_list, (Edition.PROPOSED.value,), gettext_noop("Nothing is ever matched against its rows."),
        gettext_noop("A corrected edition may be proposed anew. It is recorded in the log."), "stop", danger=True,
    ),
}  # fmt: skip


def edition_of(page: Page, pk: UUID) -> ListEdition:
    """With its number of rows. Errors: NotFound."""
    page.desk_only()
    found = ListEdition.objects.visible_to(page.actor).annotate(size=Count("rows")).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


class Editions(Page):
    """Editions of one kind of list, newest first."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        kind = request.GET.get("kind", NEGATIVE_LIST)
        if kind not in KINDS:
            raise NotFound
        rows = ListEdition.objects.visible_to(self.actor).filter(kind=kind).annotate(size=Count("rows"))
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None, limit=EDITIONS)
        today = clock.today()
        context = {
            "organization": organization, "kind": kind, "title": _(KINDS[kind]), "tabs": tabs(organization, kind), "page": page,
            "lines": [(row, edition_badge(row, today), compared_badge(row)) for row in page.items], "may_propose": allowed(self.actor, permissions.PROPOSE_LIST).permitted,
        }  # fmt: skip
        return self.show("exchange/determination/editions.html", context)


class OneEdition(Page):
    """One edition: where it stands, what it changes in figures, and its rows, searched by a word."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, edition: UUID) -> HttpResponse:
        row = edition_of(self, edition)
        words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
        page = paging.page(sought(row, words), ("number",), cursor=request.GET.get("cursor") or None, limit=ROWS)
        context = {
            "organization": organization, "edition": row, "negative": row.kind == NEGATIVE_LIST, "page": page, "q": words, "badge": edition_badge(row, clock.today()),
            "compared": compared_badge(row), "found": difference(row), "waits": row.state == Edition.PROPOSED,
            "able": row.state == Edition.PROPOSED and allowed(self.actor, permissions.CONFIRM_LIST, row).permitted, "own": self.actor.person == row.proposed_by,
        }  # fmt: skip
        return self.show("exchange/determination/edition.html", context)


class Changes(Page):
    """The rows that an edition brings and drops against the one in force."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, edition: UUID) -> HttpResponse:
        row = edition_of(self, edition)
        found = difference(row)
        context: dict[str, Any] = {"organization": organization, "edition": row, "negative": row.kind == NEGATIVE_LIST, "found": found}
        if found is not None:
            context |= {
                "terms": terms(found.base, row),
                "added": paging.page(only_in(row, found.base), ("number",), cursor=request.GET.get("cursor") or None, limit=ROWS),
                "dropped": paging.page(only_in(found.base, row), ("number",), cursor=request.GET.get("dropped") or None, limit=ROWS),
            }
        return self.show("exchange/determination/changes.html", context)


class ProposeEdition(Page):
    """An edition from a file of rows; every row that is wrong is named."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE_LIST}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.desk_only()
        authorise(self.actor, permissions.PROPOSE_LIST)
        return self._page(EditionForm(initial={"kind": request.GET.get("kind", NEGATIVE_LIST), "since": clock.today()}))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.desk_only()
        authorise(self.actor, permissions.PROPOSE_LIST)
        form = EditionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            proposed, form=form, again=lambda wrong: self._page(wrong), to=lambda made: reverse("determination.edition", args=[organization, made.pk]),
            said=_("Proposed. A second operator confirms."), **form.cleaned_data,
        )  # fmt: skip

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "title": _("Propose an edition"), "effect": _("Nothing is matched against it before another operator confirms it."), "upload": True}
        return self.show("exchange/determination/propose.html", context | {"back_url": reverse("determination.editions", args=[self.actor.organization])}, status)


def proposed(actor: Actor, **given: Any) -> ListEdition:
    """The use case, its wrong rows told at the file's field. Errors: Invalid."""
    try:
        return use_cases.propose_list(actor, **given)
    except Invalid as error:
        fields = dict(error.fields)
        rows = {name: fields.pop(name) for name in list(fields) if name == "rows" or name.startswith("rows.")}
        told = [in_row(name.partition(".")[2], fault) if "." in name else str(fault) for name, faults in rows.items() for fault in faults]
        raise Invalid(fields={**fields, "file": told} if told else fields) from error


class DecideEdition(Page):
    """A second operator confirms or refuses."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM_LIST}

    def get(self, request: HttpRequest, organization: UUID, edition: UUID, verdict: str) -> HttpResponse:
        row, step = self._found(edition, verdict)
        found = difference(row)
        changes = _("%(added)s rows are new, %(dropped)s fall away") % {"added": found.added, "dropped": found.dropped} if found else _("the list's first edition: all rows are new")
        facts = [
            (_("List"), f"{row.title_zh} · {row.title_en}"), (_("Edition"), row.edition), (_("Source"), row.source), (_("Rows"), row.size),  # type: ignore[attr-defined]  # annotated
            (_("Difference"), changes), (_("Rows compared"), compared_badge(row)[1]), ("SHA-256", row.digest),
        ]  # fmt: skip
        back = reverse("determination.edition", args=[organization, row.pk])
        return decide_page(self, row, step, facts=facts, badge=edition_badge(row, clock.today()), back=back)

    def post(self, request: HttpRequest, organization: UUID, edition: UUID, verdict: str) -> HttpResponseBase:
        row, step = self._found(edition, verdict)
        return self.act(step.run, row.pk, to=reverse("determination.edition", args=[organization, row.pk]), said=_("Done, and recorded."))

    def _found(self, edition: UUID, verdict: str) -> tuple[ListEdition, Step]:
        row = edition_of(self, edition)
        if verdict not in STEPS:
            raise NotFound
        return row, STEPS[verdict]
