"""Forms of zones: opening one, applying, deciding."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.rules.policy import PURPOSES
from catalog.rules.zone import KINDS, LEAVES
from kernel.clock import LOCAL_ZONE

AREA = forms.Textarea(attrs={"rows": "3"})
DAY = forms.DateInput(attrs={"type": "date"})


class ApplyForm(forms.Form):
    purposes = forms.MultipleChoiceField(label=_("Purposes"), widget=forms.CheckboxSelectMultiple)
    statement = forms.CharField(label=_("What you need the data for, and how you protect them"), widget=AREA, max_length=2_000)

    def __init__(self, *args: Any, purposes: Any = tuple(PURPOSES), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(code, _(PURPOSES[code])) for code in purposes]  # type: ignore[attr-defined]


class AdmitForm(forms.Form):
    purposes = forms.MultipleChoiceField(label=_("Admit for these purposes"), widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label=_("Last day"), widget=DAY)

    def __init__(self, *args: Any, purposes: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(code, _(PURPOSES[code])) for code in purposes]  # type: ignore[attr-defined]

    def end(self) -> datetime:
        """The last moment in Beijing of the last day."""
        return datetime.combine(self.cleaned_data["until"], time.max, LOCAL_ZONE)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=AREA, max_length=2_000)


class OpenForm(forms.Form):
    code = forms.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*$", label=_("Short name for addresses"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind of zone"))
    leaves = forms.ChoiceField(label=_("What may leave"))
    restricted = forms.BooleanField(label=_("Its datasets are seen by admitted organizations only"), required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    about_zh = forms.CharField(label=_("About it, in Chinese"), widget=AREA, max_length=1_000, required=False)
    about_en = forms.CharField(label=_("About it, in English"), widget=AREA, max_length=1_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, _(label)) for code, label in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["leaves"].choices = [(code, _(label)) for code, label in LEAVES.items()]  # type: ignore[attr-defined]
