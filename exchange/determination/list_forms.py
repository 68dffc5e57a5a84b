"""Forms of the operator's registers: an edition with its file of rows, and organizations under common control."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from accounts.organization.models import Kind, Organization
from exchange.determination.list_words import KINDS
from exchange.determination.reading import LARGEST, FileError, read
from web.forms import DateInput

MOST_FAULTS = 100
MOST_ORGANIZATIONS = 200


class EditionForm(forms.Form):
    """`cleaned_data` is what `propose_list` takes, the file read into `rows`."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of list"), widget=forms.RadioSelect)
    code = forms.SlugField(
        label=gettext_lazy("Code of the list"), max_length=60, help_text=gettext_lazy("The same for all editions of one list: a confirmed edition ends the one before it.")
    )
    title_zh = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=500, help_text=gettext_lazy("Who published it, when, under which number."))
    edition = forms.CharField(label=gettext_lazy("Edition"), max_length=60)
    since = forms.DateField(label=gettext_lazy("In force from"), widget=DateInput())
    file = forms.FileField(
        label=gettext_lazy("Rows"),
        help_text=gettext_lazy(
            "CSV with a heading, or JSON. Negative list: sector, scenario, fields, part, modalities, at_least, below. Recipients: name, flag, country, reference. "
            "Several names in one cell are separated by semicolons."
        ),
    )  # fmt: skip
    verified = forms.BooleanField(
        label=gettext_lazy("I compared every row with the published text"), required=False, help_text=gettext_lazy("Else the rows are shown as samples: they free nothing.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, _(words)) for kind, words in KINDS.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        file = given.pop("file", None)
        if file is None or "kind" not in given:
            return given
        try:
            found = read(given["kind"], file.read(LARGEST + 1))
        except FileError as error:
            self.add_error("file", str(error.say))
            return given
        for number, fault in list(found.faults.items())[:MOST_FAULTS]:
            self.add_error("file", in_row(number, fault))
        return given | {"rows": found.rows}


class GroupForm(forms.Form):
    """`cleaned_data` is what `propose_group` takes."""

    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=200)
    grounds = forms.CharField(
        label=gettext_lazy("How it is known"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Register, report or statement, with its date.")
    )
    organizations = forms.CharField(
        label=gettext_lazy("Organizations"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One a line: credit code, number in a foreign register, or id."),
    )

    def clean_organizations(self) -> list[Any]:
        """Ids of the organizations the lines name. One statement."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["organizations"].splitlines() if line.strip()))
        if len(lines) > MOST_ORGANIZATIONS:
            raise forms.ValidationError(_("At most %(most)s organizations.") % {"most": MOST_ORGANIZATIONS})
        ids = [line for line in lines if _is_id(line)]
        named = Q(pk__in=ids) | Q(uscc__in=lines) | Q(foreign_number__in=lines)
        found: dict[str, list[Any]] = {}
        for pk, *names in Organization.objects.filter(named, kind=Kind.MEMBER).values_list("pk", "uscc", "foreign_number"):
            for name in (str(pk), *names):
                found.setdefault(name.lower(), []).append(pk)
        wrong = [line for line in lines if len(found.get(line.lower(), [])) != 1]
        if wrong:
            raise forms.ValidationError([_("%(line)s names no organization, or more than one.") % {"line": line[:80]} for line in wrong])
        return list({found[line.lower()][0]: None for line in lines})


def in_row(number: Any, fault: Any) -> str:
    return _("Row %(number)s: %(fault)s") % {"number": number, "fault": fault}


def _is_id(line: str) -> bool:
    try:
        forms.UUIDField().clean(line)
    except forms.ValidationError:
        return False
    return True
