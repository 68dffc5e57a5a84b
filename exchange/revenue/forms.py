"""The form that states a cost: shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.revenue.use_cases import LONGEST_NOTE
from exchange.rules.costs import COSTS
from kernel.money import EXPONENTS
from web.forms import DateInput


class CostForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of cost"))
    month = forms.DateField(label=_("Month"), widget=DateInput, help_text=_("Any day of the month."))
    amount = forms.CharField(label=_("Amount"), max_length=20)
    currency = forms.ChoiceField(label=_("Currency"), initial="CNY")
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, _(label)) for code, label in COSTS.items()]  # type: ignore[attr-defined]
        self.fields["currency"].choices = [(code, code) for code in sorted(EXPONENTS)]  # type: ignore[attr-defined]
