"""Pages of objections and of requests on the register: for whoever made them, the holder, the recipient and the operators."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.registration import permissions, use_cases, words
from catalog.registration.base import RegisterPage
from catalog.registration.forms import ObjectionForm, ReasonForm
from catalog.rights.models import RegisterRequest, RightObjection, RightRegistration
from catalog.rules.certificate import RIGHTS
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.shapes import Effect


class Object(RegisterPage):
    """Objecting to what the public was told of: there is nothing hidden in the address."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OBJECT}

    def get(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponse:
        return self._page(self._told(registration), ObjectionForm())

    def post(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponseBase:
        row, form = self._told(registration), ObjectionForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        return self.act(
            use_cases.object_, row.pk, reasons=form.cleaned_data["reasons"], form=form, again=lambda bound: self._page(row, bound), said=_("The exchange decides on your objection now."),
            to=lambda made: reverse("registration.objection", args=[organization, made.pk]),
        )  # fmt: skip

    def _told(self, registration: UUID) -> RightRegistration:
        found = RightRegistration.objects.visible_to(self.actor).published().filter(pk=registration).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: RightRegistration, form: Any, status: int = 200) -> HttpResponse:
        effects = [
            Effect(_("The right is held until the exchange has decided."), _("It is not registered, changed or transferred meanwhile.")),
            Effect(_("What is listed under it stays listed until then.")),
        ]
        context = {
            "organization": self.actor.organization, "form": form, "back_url": reverse("registration.public", args=[row.number]), "lede": row.title, "effects": effects,
            "title": _("Object to this right?"), "act": _("Object"),
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)


class Objection(RegisterPage):
    def get(self, request: HttpRequest, organization: UUID, objection: UUID) -> HttpResponse:
        return self.page(self.objection_of(objection), ReasonForm())

    def objection_of(self, objection: UUID) -> RightObjection:
        found = RightObjection.objects.visible_to(self.actor).select_related("registration__holder", "objector").filter(pk=objection).first()
        if found is None:
            raise NotFound
        return found

    def page(self, row: RightObjection, form: Any, status: int = 200) -> HttpResponse:
        mine = row.objector_id == self.actor.organization
        context = {
            "organization": self.actor.organization, "objection": row, "line": words.objection_line(row), "right": _(RIGHTS[row.registration.kind]), "form": form, "mine": mine,
            "papers": list(row.papers.select_related("blob")) if mine or self.actor.jurisdiction else [], "decides": self.actor.jurisdiction == "operator" and row.state == "open",
        }  # fmt: skip
        return self.show("catalog/registration/objection.html", context, status)

    def url(self, row: RightObjection) -> str:
        return reverse("registration.objection", args=[self.actor.organization, row.pk])


class WithdrawObjection(Objection):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OBJECT}

    def post(self, request: HttpRequest, organization: UUID, objection: UUID) -> HttpResponseBase:
        return self.act(use_cases.withdraw_objection, objection, to=self.url, said=_("The objection is taken back."))


class _Answered(Objection):
    audience = "operator"
    use_case: ClassVar[Any] = None
    said = ""

    def objection_of(self, objection: UUID) -> RightObjection:
        if self.actor.jurisdiction != "operator":
            raise NotFound
        return super().objection_of(objection)

    def post(self, request: HttpRequest, organization: UUID, objection: UUID) -> HttpResponseBase:
        row, form = self.objection_of(objection), ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(row, form, 422)
        return self.act(type(self).use_case, row.pk, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.page(row, bound), to=self.url(row), said=_("Decided."))


class Reject(_Answered):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}
    use_case = staticmethod(use_cases.reject)


class Uphold(_Answered):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}
    use_case = staticmethod(use_cases.uphold)


class Request(RegisterPage):
    """A change, a transfer or a revocation that was asked for, with what the reader may do about it."""

    def get(self, request: HttpRequest, organization: UUID, register_request: UUID) -> HttpResponse:
        return self.page(self.request_of(register_request), ReasonForm())

    def request_of(self, register_request: UUID) -> RegisterRequest:
        found = RegisterRequest.objects.visible_to(self.actor).select_related("registration__holder", "to").filter(pk=register_request).first()
        if found is None:
            raise NotFound
        return found

    def page(self, row: RegisterRequest, form: Any, status: int = 200) -> HttpResponse:
        open_, desk = row.state == "asked", self.actor.jurisdiction == "operator"
        answers = open_ and (row.to_id == self.actor.organization if row.kind == "transfer" else desk)
        yes = {"change": _("Enter the change"), "renewal": _("Renew the registration"), "transfer": _("Take the right over"), "revocation": _("Revoke the right, as the second person")}[row.kind]
        context = {
            "organization": self.actor.organization, "request_row": row, "line": words.request_line(row), "right": _(RIGHTS[row.registration.kind]), "form": form,
            "answers": answers, "withdraws": open_ and row.registration.holder_id == self.actor.organization and row.kind != "revocation", "yes": yes,
        }  # fmt: skip
        return self.show("catalog/registration/request.html", context, status)

    def url(self, row: RegisterRequest) -> str:
        return reverse("registration.request", args=[self.actor.organization, row.pk])


class Yes(Request):
    """Done: by the operator (change, renewal), the recipient (transfer), the second operator (revocation)."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TRANSFER}

    def post(self, request: HttpRequest, organization: UUID, register_request: UUID) -> HttpResponseBase:
        row = self.request_of(register_request)
        act = {"change": use_cases.make_change, "renewal": use_cases.renew, "transfer": use_cases.accept, "revocation": use_cases.confirm_revocation}[row.kind]
        return self.act(act, row.pk, to=self.url(row), said=_("Done."))


class No(Request):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.TRANSFER}

    def post(self, request: HttpRequest, organization: UUID, register_request: UUID) -> HttpResponseBase:
        row, form = self.request_of(register_request), ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(row, form, 422)
        act: Any = {"change": use_cases.refuse_change, "renewal": use_cases.refuse_renewal, "transfer": use_cases.decline, "revocation": use_cases.drop_revocation}[row.kind]
        return self.act(act, row.pk, reason=form.cleaned_data["reason"], form=form, again=lambda bound: self.page(row, bound), to=self.url(row), said=_("Decided."))


class WithdrawRequest(Request):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CHANGE}

    def post(self, request: HttpRequest, organization: UUID, register_request: UUID) -> HttpResponseBase:
        return self.act(use_cases.withdraw_request, register_request, to=self.url, said=_("The request is taken back."))
