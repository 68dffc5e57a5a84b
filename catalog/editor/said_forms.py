"""Forms of the editor's steps about quality, service, readers and questions: shape only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.rules.quality import MOST_KEY, NAMES, SHARES, of_percent, percent
from catalog.rules.questions import LONGEST, MOST
from catalog.rules.visibility import VISIBILITIES, Visibility
from web.forms import Card


class QualityForm(forms.Form):
    """Shares in percent, as people say them; `said` gives the JSON form of catalog/rules/quality.Promise. What is left empty is not promised."""

    update_every = forms.CharField(label=_("Update interval"), required=False, max_length=8, help_text=_("An ISO 8601 duration such as P1D, P1W, P1M or P1Y."))
    key = forms.CharField(label=_("Key column"), required=False, max_length=MOST_KEY, help_text=_("The column that tells the rows apart."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SHARES:
            self.fields[name] = forms.DecimalField(label=_(NAMES[name]), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False, help_text=_("At least, in percent."))
        self.order_fields(SHARES)

    @staticmethod
    def shown(promises: Mapping[str, str]) -> dict[str, str]:
        """The initial values of a revision's promises."""
        return {name: percent(value) if name in SHARES else value for name, value in promises.items()}

    def said(self) -> dict[str, str]:
        return {name: of_percent(value) if name in SHARES else value for name, value in self.cleaned_data.items() if value not in (None, "")}


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
