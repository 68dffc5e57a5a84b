"""What the pages of the register share: the row of the address, and a page that says what an act does before it is done."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from catalog.registration.forms import ReasonForm
from catalog.rights.models import RightRegistration
from kernel.errors import NotFound
from web.pages import Page


class RegisterPage(Page):
    audience = "party"

    def registration_of(self, registration: UUID) -> RightRegistration:
        """In full: for the holder, the operator and the regulators. Errors: NotFound for everybody else, also of what the public may read."""
        found = RightRegistration.objects.visible_to(self.actor).select_related("holder").filter(pk=registration).first()
        if found is None or not (self.actor.jurisdiction or found.holder_id == self.actor.organization):
            raise NotFound
        return found

    def one(self, row: RightRegistration | UUID) -> str:
        return reverse("registration.one", args=[self.actor.organization, row.pk if isinstance(row, RightRegistration) else row])


class Sure(RegisterPage):
    """`words` gives title, effects and the button; `form` what is asked beside."""

    form: ClassVar[Any] = ReasonForm

    def get(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponse:
        row = self.registration_of(registration)
        return self.page(row, self.unbound(row))

    def post(self, request: HttpRequest, organization: UUID, registration: UUID) -> HttpResponseBase:
        row = self.registration_of(registration)
        form = self.form(request.POST, request.FILES) if self.form else None
        if form is not None and not form.is_valid():
            return self.page(row, form, 422)
        return self.done(row, form)

    def unbound(self, row: RightRegistration) -> Any:
        return self.form() if self.form else None

    def page(self, row: RightRegistration, form: Any, status: int = 200) -> HttpResponse:
        context = {"organization": self.actor.organization, "form": form, "back_url": self.one(row), "lede": row.title, **self.words(row)}
        return self.show("catalog/editor/sure.html", context, status)

    def words(self, row: RightRegistration) -> dict[str, Any]:
        raise NotImplementedError

    def done(self, row: RightRegistration, form: Any) -> HttpResponseBase:
        raise NotImplementedError
