"""Forms of the needs board: shape only. What values mean is judged by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.dataset.choices import INDUSTRIES
from catalog.need.use_cases import LONGEST, LONGEST_MESSAGE, LONGEST_REASON
from kernel import money
from kernel.errors import Invalid
from kernel.money import EXPONENTS
from web.forms import DateInput


class NeedForm(forms.Form):
    title = forms.CharField(label=_("What you look for"), max_length=LONGEST["title"])
    what = forms.CharField(label=_("Description"), widget=forms.Textarea, max_length=LONGEST["what"], help_text=_("Fields, period, place and form. Write nothing that not every provider may read."))
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea(attrs={"rows": "3"}), max_length=LONGEST["purpose"])
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    budget_low = forms.CharField(label=_("Budget from"), required=False, max_length=20)
    budget_high = forms.CharField(label=_("Budget to"), required=False, max_length=20)
    currency = forms.ChoiceField(label=_("Currency"), initial="CNY")
    budget_shown = forms.BooleanField(label=_("Providers see the budget"), required=False)
    until = forms.DateField(label=_("Open until"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["industry"].choices = [("", _("Any")), *((code, _(label)) for code, label in INDUSTRIES.items())]  # type: ignore[attr-defined]
        self.fields["currency"].choices = [(code, code) for code in sorted(EXPONENTS)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("budget_low", "budget_high"):
            text = given.get(name)
            try:
                given[name] = money.parse(text, given.get("currency") or "CNY").minor if text else None
            except Invalid:
                self.add_error(name, _("Write the amount as a plain number such as 1234.50."))
        return given


class AnswerForm(forms.Form):
    """`datasets` are the provider's listed ones, as (id, title)."""

    dataset = forms.ChoiceField(label=_("Your dataset"), required=False)
    message = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": "4"}), required=False, max_length=LONGEST_MESSAGE, help_text=_("Only the buyer reads it."))

    def __init__(self, *args: Any, datasets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = [("", _("None, only words")), *datasets]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": "3"}), max_length=LONGEST_REASON)
