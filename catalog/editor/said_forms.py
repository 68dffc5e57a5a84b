"""Forms of the editor's steps about quality, service, readers and questions: shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.rules.promises import LABELS, MOST_DAYS, TIMELINESS
from catalog.rules.questions import LONGEST, MOST
from catalog.rules.visibility import VISIBILITIES, Visibility
from web.forms import Card


class QualityForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = forms.IntegerField(label=_(label), min_value=0, max_value=MOST_DAYS if name == TIMELINESS else 100, required=False)

    def said(self) -> dict[str, int]:
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class ServiceForm(forms.Form):
    url = forms.CharField(label=_("Address of the service"), max_length=2_000, required=False, help_text=_("https, on the public internet. It is called once, now. Empty: no service."))


class AudienceForm(forms.Form):
    visibility = forms.ChoiceField(label=_("Who may see it"), widget=forms.RadioSelect)
    readers = forms.CharField(
        label=_("Named organizations"), widget=forms.Textarea(attrs={"rows": "3"}), required=False, help_text=_("Social credit codes or ids, one a line; for named organizations only.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notes = {
            Visibility.PUBLIC: _("Important data is shown to verified organizations only, whatever is chosen here."),
            Visibility.MEMBERS: _("Whoever is not signed in, or not verified, does not see it."),
            Visibility.NAMED: _("It is in nobody else's lists, counts or suggestions."),
        }
        self.fields["visibility"].choices = [(str(one), Card(_(VISIBILITIES[one]), notes[one])) for one in Visibility]  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    zh = forms.CharField(label=_("Question in Chinese"), max_length=LONGEST, required=False)
    en = forms.CharField(label=_("Question in English"), max_length=LONGEST, required=False)
    required = forms.BooleanField(label=_("An answer is needed"), required=False)


question_formset: Any = forms.formset_factory(QuestionForm, extra=3, max_num=MOST, absolute_max=MOST + 2)
