"""Pages of one step each: what it does, a form where one is needed, and one button that names its effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _, gettext_noop

from exchange.export_case import gather, permissions, use_cases
from exchange.export_case.dossier import reading
from exchange.export_case.forms import AnswerForm, DecideForm, ExtendForm, GapsForm, GroundsForm, OpinionForm, OutcomeForm, ReasonForm, WithdrawForm
from exchange.export_case.models import ExportCase, Outcome
from exchange.export_case.use_cases.outcome import KINDS_OF
from exchange.export_case.views.dossier import case_url
from exchange.export_case.words import CODES, badge, whose
from kernel.permissions import Permission, allowed, authorise
from web.pages import Page
from web.shapes import Effect

VERSIONED = frozenset({"accept", "return", "decline", "end_filing", "ask", "extend", "opine", "decide"})


class Step(Page):
    """Base of the steps; whoever may not take it is told so before a form is shown."""

    audience = "party"
    name: ClassVar[str]
    title: ClassVar[str]
    lede: ClassVar[str] = ""
    effects: ClassVar[tuple[tuple[str, str], ...]] = ()
    danger: ClassVar[bool] = False
    form: ClassVar[type[forms.Form] | None] = None
    use_case: ClassVar[Callable[..., Any]]
    permissions: ClassVar[dict[str, Permission]]

    def get(self, request: HttpRequest, organization: UUID, case: UUID) -> HttpResponse:
        found = self._case(case)
        authorise(self.actor, self.permissions["post"], found)
        return self._page(found, self.make(found))

    def post(self, request: HttpRequest, organization: UUID, case: UUID) -> HttpResponseBase:
        found = self._case(case)
        form = self.make(found, request.POST)
        if form is not None and not form.is_valid():
            return self._page(found, form, 422)
        given = self.values(form) if form is not None else {}
        if self.name in VERSIONED:
            read = request.POST.get("version", "")
            given["version"] = int(read) if read.isascii() and read.isdigit() and len(read) < 9 else None
        return self.act(
            type(self).use_case, case, form=form, again=lambda bound: self._page(found, bound), to=lambda done: case_url(organization, done.pk), said=_("Recorded."), **given
        )

    def _case(self, case: UUID) -> ExportCase:
        return gather.one(self.actor, case, "exporter", "consumer", "desk", "determination")

    def make(self, case: ExportCase, data: Any = None) -> forms.Form | None:
        kind = type(self).form
        return kind(data) if kind is not None else None

    def values(self, form: Any) -> dict[str, Any]:
        return dict(form.values() if hasattr(form, "values") else form.cleaned_data)

    def _page(self, case: ExportCase, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "case": case, "number": case.number, "form": form, "title": _(self.title), "act": _(self.title), "lede": _(self.lede) if self.lede else "", "danger": self.danger,
            "effects": [Effect(_(bold), _(text) if text else "") for bold, text in self.effects], "badge": badge(case), "whose": whose(case.whose)[0], "versioned": self.name in VERSIONED,
            "back_url": case_url(self.actor.organization, case.pk), "able": allowed(self.actor, self.permissions["post"], case).permitted,
        }  # fmt: skip
        return self.show("exchange/export_case/step.html", context, status)


class Submit(Step):
    name, title, use_case = "submit", gettext_noop("Hand the dossier in"), staticmethod(use_cases.submit)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUBMIT}
    effects = (
        (gettext_noop("The desk's clock starts."), gettext_noop("Working days of the published calendar; today is not counted.")),
        (gettext_noop("The papers are frozen while the desk reads."), gettext_noop("They open again when something is asked for.")),
        (gettext_noop("You answer for what they say."), gettext_noop("False papers end the procedure.")),
    )


class Supply(Step):
    name, title, use_case, form = "supply", gettext_noop("Answer the request"), staticmethod(use_cases.supply), AnswerForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SUBMIT}
    effects = ((gettext_noop("The desk's clock runs again."), ""),)


class Withdraw(Step):
    name, title, use_case, form, danger = "withdraw", gettext_noop("Withdraw the case"), staticmethod(use_cases.withdraw), WithdrawForm, True
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.WITHDRAW}
    effects = ((gettext_noop("The case ends without a decision."), gettext_noop("A new one may be opened; its clocks start anew.")),)


class Reevaluate(Step):
    name, title, use_case, form = "reevaluate", gettext_noop("Ask for re-evaluation"), staticmethod(use_cases.ask_reevaluation), GroundsForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REEVALUATE}
    effects = ((gettext_noop("Others review and decide."), gettext_noop("Their result is final (M11 art. 13).")),)


class Accept(Step):
    name, title, use_case = "accept", gettext_noop("Find complete and go on"), staticmethod(use_cases.accept)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TAKE_IN}
    effects = ((gettext_noop("A letter goes to the exporter."), ""), (gettext_noop("You cannot review or decide this case afterwards."), gettext_noop("Each step is taken by another person.")))


class Decline(Step):
    name, title, use_case, form, danger = "decline", gettext_noop("Do not accept the case"), staticmethod(use_cases.decline), ReasonForm, True
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TAKE_IN}


class EndFiling(Step):
    name, title, use_case, form, danger = "end_filing", gettext_noop("End the filing: not completed"), staticmethod(use_cases.end_filing), ReasonForm, True
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TAKE_IN}


class _Gaps(Step):
    form = GapsForm

    def make(self, case: ExportCase, data: Any = None) -> forms.Form | None:
        return GapsForm(data, lines=reading.dossier(self.actor, case, gather.asked(case)).lines)

    def values(self, form: Any) -> dict[str, Any]:
        return {"items": form.items}


class Return(_Gaps):
    name, title, use_case = "return", gettext_noop("Return with all gaps"), staticmethod(use_cases.return_)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TAKE_IN}
    lede = gettext_noop("Name every gap now: a dossier is returned only once. Leave a line empty where the paper is in order.")


class Ask(_Gaps):
    name, title, use_case = "ask", gettext_noop("Ask for papers"), staticmethod(use_cases.ask_for_papers)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}
    effects = ((gettext_noop("The desk's clock stands still until the exporter answers."), ""),)


class Extend(Step):
    name, title, use_case, form = "extend", gettext_noop("Take longer, with notice"), staticmethod(use_cases.extend), ExtendForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}


class Opine(Step):
    name, title, use_case, form = "opine", gettext_noop("Write the opinion"), staticmethod(use_cases.opine), OpinionForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVIEW}
    effects = ((gettext_noop("It goes to the approver, who is another person."), gettext_noop("You cannot change it afterwards; the exporter does not see it.")),)


class Decide(Step):
    name, title, use_case, form = "decide", gettext_noop("Decide"), staticmethod(use_cases.decide), DecideForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}
    effects = ((gettext_noop("The decision is signed as a letter and sent at once."), gettext_noop("It cannot be taken back.")),)


class RecordOutcome(Step):
    name, title, use_case, form = "record_outcome", gettext_noop("Record the authority's outcome"), staticmethod(use_cases.record_outcome), OutcomeForm
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECORD}
    effects = ((gettext_noop("Nothing changes yet."), gettext_noop("Another person of the exchange compares it with the paper and confirms.")),)

    def make(self, case: ExportCase, data: Any = None) -> forms.Form | None:
        return OutcomeForm(data, kinds={kind: CODES[kind] for kind in KINDS_OF[case.path]})


class ConfirmOutcome(Step):
    """Confirm, or decline with the second button."""

    name, title, use_case = "confirm_outcome", gettext_noop("Confirm the recorded outcome"), staticmethod(use_cases.confirm_outcome)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CONFIRM}
    effects = ((gettext_noop("The case ends as the authority decided."), gettext_noop("From then on every page says that it is a recorded outcome.")),)

    def post(self, request: HttpRequest, organization: UUID, case: UUID) -> HttpResponseBase:
        if "decline" in request.POST:
            found = self._case(case)
            return self.act(use_cases.decline_outcome, found.pk, to=case_url(organization, found.pk), said=_("Declined: nothing has changed."))
        return super().post(request, organization, case)

    def _page(self, case: ExportCase, form: Any, status: int = 200) -> HttpResponse:
        row = Outcome.objects.filter(case=case, confirmed=None).first()
        context = {
            "case": case, "row": row, "kind": _(CODES[row.kind]) if row else "", "title": _(self.title), "effects": [Effect(_(bold), _(text)) for bold, text in self.effects],
            "badge": badge(case), "whose": whose(case.whose)[0], "back_url": case_url(self.actor.organization, case.pk), "able": allowed(self.actor, permissions.CONFIRM, case).permitted,
        }  # fmt: skip
        return self.show("exchange/export_case/outcome.html", context, status)
