"""Forms of the border's pages: shape only; meaning is judged by the acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from exchange.export_case.dossier.checklist import Line
from exchange.export_case.dossier.forms import Form as Paper
from exchange.export_case.words import PATHS
from exchange.rules.casework import CLAUSES
from web.forms import Card, DateInput

AREA = forms.Textarea(attrs={"rows": 4})
ONE_A_LINE = _("One a line, as facts that can be checked.")


class OpenForm(forms.Form):
    path = forms.ChoiceField(label=_("Path"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, paths: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = [(path, gettext(PATHS[path])) for path in paths]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG or .docx, at most 20 MB. Earlier versions stay."))
    done_on = forms.DateField(label=_("Finished on"), required=False, widget=DateInput(), help_text=_("For reports: the day the assessment was finished."))


class GenerateForm(forms.Form):
    done_on = forms.DateField(label=_("Finished on"), required=False, widget=DateInput(), help_text=_("For reports: the day the assessment was finished."))


class WriteForm(forms.Form):
    """One text for each part of a generated paper, in one language."""

    def __init__(self, *args: Any, paper: Paper, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in paper.sections:
            self.fields[section.key] = forms.CharField(
                label=section.heading(language), help_text=section.hint(language), required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 4, "lang": "zh-Hans" if language == "zh" else "en"}),
            )


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("draft", _("Draft of a legal document")), ("standard_contract", _("Standard contract, signed")), ("gba_contract", _("Contract of the Greater Bay Area, signed")),
            ("certificate", _("Certificate")),
        ],
    )  # fmt: skip
    effective_on = forms.DateField(label=_("Takes effect on"), required=False, widget=DateInput(), help_text=_("A standard contract is filed within ten working days after this day."))
    digest = forms.RegexField(label=_("SHA-256 of the signed text"), regex=r"^[0-9a-f]{64}$", required=False, help_text=_("64 hexadecimal digits."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in CLAUSES.items():
            self.fields[f"clause_{key}"] = forms.CharField(label=gettext(words), required=False, max_length=500, help_text=_("Where it stands; empty: missing."))

    @property
    def clauses(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"clause_{key}"] for key in CLAUSES}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=4_000, widget=AREA, help_text=_("The exporter reads it in the letter."))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=4_000, widget=AREA, required=False)


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Your answer"), max_length=4_000, widget=AREA, help_text=_("Say what was supplied; the papers are in the dossier."))


class GroundsForm(forms.Form):
    grounds = forms.CharField(label=_("Grounds"), max_length=4_000, widget=AREA, help_text=_("What the decision read wrongly, and what shows it."))


class ExtendForm(forms.Form):
    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=45)
    reason = forms.CharField(label=_("Reason"), max_length=4_000, widget=AREA, help_text=_("The exporter reads it in the letter."))


class GapsForm(forms.Form):
    """A line for each paper: what is written beside it is a gap; empty lines are in order."""

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[f"gap_{line.code}"] = forms.CharField(label=line.label, required=False, max_length=500, help_text=line.check)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError(gettext("Write beside at least one paper what is missing or wrong."))
        return data

    @property
    def items(self) -> list[dict[str, str]]:
        return [{"code": name.removeprefix("gap_"), "what": text} for name, text in self.cleaned_data.items() if name.startswith("gap_") and text]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


class OpinionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Opinion"), widget=forms.RadioSelect,
        choices=[("approve", _("May pass")), ("conditions", _("May pass, with conditions")), ("refuse", _("Should not pass"))],
    )
    text = forms.CharField(label=_("Reasons"), max_length=4_000, widget=AREA)
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=ONE_A_LINE)
    article = forms.CharField(label=_("Article"), required=False, max_length=200, help_text=_("For a refusal: the instrument and article, such as M11 8."))

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"conditions": _lines(self.cleaned_data["conditions"])}


class DecideForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[
            ("approve", Card(_("Approve"), _("The exporter gets the letter at once."))),
            ("conditions", Card(_("Approve with conditions"), _("They are written into the clearance and checked at every export."))),
            ("return", Card(_("Give back to the reviewer"), _("The same clock goes on; the exporter sees nothing."))),
            ("refuse", Card(_("Refuse"), _("Names the article, the facts and the remedy."))),
        ],
    )  # fmt: skip
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=ONE_A_LINE)
    text = forms.CharField(label=_("Facts and reasons"), required=False, max_length=4_000, widget=AREA)
    article = forms.CharField(label=_("Article"), required=False, max_length=200, help_text=_("For a refusal: the instrument and article, such as M11 8."))
    remedy = forms.CharField(label=_("Remedy"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("For a refusal: what the exporter can do."))

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"conditions": _lines(self.cleaned_data["conditions"])}


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Outcome"))
    body = forms.CharField(label=_("Who decided"), max_length=200, help_text=_("The authority or the certification body, as on the paper."))
    number = forms.CharField(label=_("Number on the paper"), max_length=200, required=False)
    issued_on = forms.DateField(label=_("Issued on"), widget=DateInput())
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DateInput(), help_text=_("Empty: as the law says for this path."))
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=ONE_A_LINE)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, gettext(words)) for kind, words in kinds.items()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"conditions": _lines(self.cleaned_data["conditions"])}
