"""The demo's clock: days pass by an act like any other, recorded in the log. The page exists only where the clock is movable."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import NotFound
from kernel.upkeep import move_clock
from web.pages import Page

CHOICES = [("1", gettext_lazy("One day passes")), ("7", gettext_lazy("A week passes")), ("30", gettext_lazy("30 days pass")), ("63", gettext_lazy("45 working days pass, about 63 days"))]


class MoveForm(forms.Form):
    days = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, label=gettext_lazy("How much time passes?"))


class Clock(Page):
    """Where the exchange's clock stands, and a form that moves it forward."""

    public = True
    audience = "demo"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(MoveForm(initial={"days": "1"}))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.CLOCK_MOVABLE:
            raise NotFound
        form = MoveForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        by = timedelta(days=int(form.cleaned_data["days"]))
        # anyone at a demo may let time pass: the system does it
        return self.act(lambda _actor: move_clock(SYSTEM, by), to=reverse("desk.clock"), said=_("The clock was moved. What is due now happens within seconds."))

    def page(self, form: MoveForm, status: int = 200) -> HttpResponseBase:
        if not settings.CLOCK_MOVABLE:
            raise NotFound
        return self.show("exchange/desk/clock.html", {"form": form, "now": clock.now(), "ahead": clock.offset().days}, status)
