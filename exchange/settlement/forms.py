"""Forms of money pages: shape only; meaning is judged by the use cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.settlement.models import Institution
from kernel.actor import Actor
from web.forms import DateInput

CURRENCIES = [(code, code) for code in ("CNY", "HKD", "SGD", "USD", "EUR")]
OUTCOMES = [("release", _("Release the escrow to the provider, minus the fee")), ("refund", _("Refund the price to the buyer"))]


class InstitutionField(forms.ChoiceField):
    def fill(self, actor: Actor) -> None:
        self.choices = [(str(row.pk), row.name) for row in Institution.objects.visible_to(actor).order_by("created")[:50]]


class DepositForm(forms.Form):
    institution = InstitutionField(label=_("Institution"), help_text=_("The licensed institution where the money was paid in."))
    reference = forms.CharField(label=_("Bank reference"), max_length=140, help_text=_("As on the bank's receipt; each reference counts once."))
    amount = forms.CharField(label=_("Amount"), max_length=30, help_text=_("A plain number such as 1234.50."))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    value_date = forms.DateField(label=_("Value date"), widget=DateInput())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].fill(actor)  # type: ignore[attr-defined]


class PayoutForm(forms.Form):
    institution = InstitutionField(label=_("Institution"), help_text=_("The licensed institution that pays."))
    source = forms.ChoiceField(label=_("From which account"), choices=[("payable", _("Payable to you")), ("deposit", _("Your deposit"))])
    amount = forms.CharField(label=_("Amount"), max_length=30, help_text=_("A plain number such as 1234.50."))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    bank_account = forms.CharField(label=_("Bank account that receives"), max_length=140)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].fill(actor)  # type: ignore[attr-defined]


class ReferenceForm(forms.Form):
    reference = forms.CharField(label=_("Bank reference of the payment"), max_length=140, help_text=_("As on the bank's receipt; each reference counts once."))


class RemarkForm(forms.Form):
    remark = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The organization reads this."))


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What happens to the escrow"), choices=OUTCOMES, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Both parties read them."))


class InstitutionForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=140)
    name_en = forms.CharField(label=_("Name in English"), max_length=140)
    license_number = forms.CharField(label=_("License number"), max_length=140)
    account_number = forms.CharField(label=_("Account number"), max_length=140)
