"""Forms of pilots: shape only; what is lawful is judged by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from catalog.rules.policy import PURPOSES
from exchange.rules.pilot import TABLE
from web.forms import DateInput

AREA = forms.Textarea(attrs={"rows": 3})


class DraftForm(forms.Form):
    """One field for each rule that may be relaxed; what is left empty stays as it is for everybody."""

    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)
    authority = forms.CharField(label=gettext_lazy("Authority that issued the document"), max_length=200)
    document_number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=200)
    document_date = forms.DateField(label=gettext_lazy("Date of the document"), widget=DateInput())
    scenarios_zh = forms.CharField(label=gettext_lazy("Scenarios covered, in Chinese"), max_length=2_000, widget=AREA)
    scenarios_en = forms.CharField(label=gettext_lazy("Scenarios covered, in English"), max_length=2_000, widget=AREA)
    purposes = forms.MultipleChoiceField(label=gettext_lazy("Purposes covered"), widget=forms.CheckboxSelectMultiple)
    destinations = forms.CharField(label=gettext_lazy("Destinations covered"), max_length=600, help_text=gettext_lazy("Codes between commas, such as SG, HK."))
    since = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())
    until = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())
    exports_cap = forms.IntegerField(label=gettext_lazy("Most exports"), min_value=1)
    ordinary_cap = forms.IntegerField(label=gettext_lazy("Most persons, ordinary data"), min_value=0)
    sensitive_cap = forms.IntegerField(label=gettext_lazy("Most persons, sensitive data"), min_value=0, help_text=gettext_lazy("0 keeps sensitive data out of the pilot."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(code, _(words)) for code, words in PURPOSES.items()]  # type: ignore[attr-defined]
        for rule, one in TABLE.items():
            least, most = one.values[0], one.values[-1]
            words = _("%(rule)s. For everybody: %(ordinary)s; under a pilot %(least)s to %(most)s. Empty: as for everybody.")
            if len(one.values) == 1:
                words = _("%(rule)s. For everybody it holds.")
                self.fields[rule] = forms.BooleanField(label=str(one.say(one.values[0])), required=False)
            else:
                self.fields[rule] = forms.IntegerField(label=_(one.label), required=False, min_value=least, max_value=most)
            self.fields[rule].help_text = words % {"rule": rule, "ordinary": one.ordinary, "least": least, "most": most}

    def told(self) -> dict[str, Any]:
        """What the act takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in TABLE}
        given["destinations"] = [part.strip().upper() for part in given["destinations"].replace("，", ",").split(",") if part.strip()]
        deviations: dict[str, int] = {}
        for rule, one in TABLE.items():
            value = self.cleaned_data.get(rule)
            if value is not None and value is not False:
                deviations[rule] = one.values[0] if value is True else value
        return given | {"deviations": deviations}


class DocumentForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("The authority's document"), help_text=gettext_lazy("PDF, PNG or JPEG, at most 20 MB."))


class CauseForm(forms.Form):
    cause = forms.CharField(label=gettext_lazy("Cause"), max_length=2_000, widget=AREA, help_text=gettext_lazy("Everybody can read this."))


class OrganizationForm(forms.Form):
    organization = forms.UUIDField(label=gettext_lazy("Number of the organization"), help_text=gettext_lazy("As it stands in the register of organizations."))
