"""Forms of admission: shape only, what the values mean is judged by accounts.rules.admission."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.admission.use_cases.papers import MEDIA_TYPES
from accounts.rules.admission import PAPER_NAMES, PAPERS, Particulars
from web.forms import Card

PLACES = (("yes", _("Yes, in Beijing")), ("no", _("No, elsewhere on the mainland")), ("abroad", _("It is registered abroad")))
ANSWERS = (
    ("no", Card(_("No"), _("No authority has told it that it operates such infrastructure."))),
    ("yes", Card(_("Yes"), _("An authority has designated it; data it sends abroad needs a security assessment."))),
    ("unknown", Card(_("Not known"), _("It has asked and has no answer yet. Some exports wait until it is known."))),
)
WANTED = (
    ("provider", Card(_("Provide data"), _("List datasets, agree on terms, be paid."))),
    ("buyer", Card(_("Buy data"), _("Search, request, receive and pay."))),
)


class ParticularsForm(forms.Form):
    name_zh = forms.CharField(label=_("Legal name in Chinese"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Legal name in English"), max_length=200, required=False)
    country = forms.CharField(
        label=_("Country of registration"), max_length=2, min_length=2, initial="CN",
        help_text=_("Two letters: CN for the mainland, HK, MO and TW for Hong Kong, Macao and Taiwan, SG for Singapore and so on."),
    )
    uscc = forms.CharField(
        label=_("Unified social credit code"), max_length=18, required=False, help_text=_("18 characters, on the licence. Leave it empty for a register abroad.")
    )
    foreign_register = forms.CharField(label=_("Register abroad"), max_length=100, required=False)
    foreign_number = forms.CharField(label=_("Number in that register"), max_length=60, required=False)
    in_beijing = forms.ChoiceField(label=_("Registered in Beijing"), choices=PLACES)
    ciio = forms.ChoiceField(label=_("Operator of critical information infrastructure"), choices=ANSWERS, widget=forms.RadioSelect, initial="unknown")
    roles_wanted = forms.MultipleChoiceField(label=_("What it wants to do here"), choices=WANTED, widget=forms.CheckboxSelectMultiple)

    def said(self) -> Particulars:
        values: dict[str, Any] = dict(self.cleaned_data)
        place = {"yes": True, "no": False}.get(values.pop("in_beijing"))
        values["country"], values["uscc"] = values["country"].upper(), values["uscc"].upper()
        return Particulars(**{**values, "roles_wanted": tuple(values["roles_wanted"])}, in_beijing=place)

    @staticmethod
    def initial_of(said: Particulars) -> dict[str, Any]:
        place = {True: "yes", False: "no", None: "abroad"}[said.in_beijing]
        return {name: getattr(said, name) for name in ParticularsForm.base_fields} | {"in_beijing": place, "roles_wanted": list(said.roles_wanted)}


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of paper"), choices=[(kind, PAPER_NAMES[kind]) for kind in PAPERS])
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, PNG or JPEG, at most 10 MB."), widget=forms.ClearableFileInput(attrs={"accept": ",".join(MEDIA_TYPES)})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, _(PAPER_NAMES[kind])) for kind in PAPERS]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class RemarksForm(forms.Form):
    """One field for each line of the checklist; at least one must say something."""

    note = forms.CharField(label=_("Note to the applicant"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [key for key, _label in lines]
        for key, label in lines:
            self.fields[f"remark.{key}"] = forms.CharField(label=label, required=False, max_length=1000)
        self.order_fields([f"remark.{key}" for key in self.keys])

    def remarks(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"remark.{key}"] for key in self.keys}
