"""Forms of the operator's harvest pages: shape only."""

from __future__ import annotations

from typing import Any

import orjson
from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.harvest.fetching import CKAN_API
from catalog.harvest.models import LARGEST, LONGEST, MOST_PAGES, HarvestPlan
from catalog.harvest.use_cases import KINDS
from catalog.interchange.forms import FORMAT_NAMES
from catalog.interchange.models import ForeignSource
from catalog.interchange.reading import mapping
from catalog.interchange.reading.limits import BadInput

MB = 1024**2
KIND_NAMES = {**FORMAT_NAMES, CKAN_API: _("CKAN: its API, page by page")}
RHYTHM_NAMES = {"hour": _("Every hour"), "day": _("Every day"), "week": _("Every week")}


class PlanForm(forms.Form):
    """How a source is fetched. Sizes in MB."""

    address = forms.CharField(label=_("Address"), max_length=2_000, help_text=_("https on the public internet; further pages are followed."))
    format = forms.ChoiceField(label=_("Format"), choices=[(name, KIND_NAMES[name]) for name in KINDS])
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=list(RHYTHM_NAMES.items()), initial="day")
    most_megabytes = forms.IntegerField(label=_("At most so many MB"), min_value=1, max_value=LARGEST // MB, initial=64)
    most_seconds = forms.IntegerField(label=_("At most so many seconds"), min_value=1, max_value=LONGEST, initial=300)
    most_pages = forms.IntegerField(label=_("At most so many pages"), min_value=1, max_value=MOST_PAGES, initial=500)
    mapping = forms.CharField(label=_("Mapping"), required=False, max_length=mapping.LARGEST, widget=forms.Textarea(attrs={"rows": "4"}), help_text=_("For a table: JSON that says what its columns mean."))

    def clean_mapping(self) -> Any:
        given = self.cleaned_data.get("mapping", "").strip()
        if not given:
            return None
        try:
            mapping.parse(given.encode())
        except BadInput as error:
            raise forms.ValidationError(f"{error.where} {error.finding}".strip()) from error
        return orjson.loads(given)

    def given(self) -> dict[str, Any]:
        """What the acts take."""
        found = {name: self.cleaned_data[name] for name in ("address", "format", "rhythm", "mapping", "most_seconds", "most_pages")}
        return found | {"most_bytes": self.cleaned_data["most_megabytes"] * MB}


class NewPlanForm(PlanForm):
    source = forms.ModelChoiceField(label=_("Source"), queryset=ForeignSource.objects.none())
    field_order = ("source",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = ForeignSource.objects.filter(harvest_plan=None).order_by("code")  # type: ignore[attr-defined]


def filled(plan: HarvestPlan) -> dict[str, Any]:
    said = orjson.dumps(plan.mapping, option=orjson.OPT_INDENT_2).decode() if plan.mapping else ""
    return {
        "address": plan.address, "format": plan.format, "rhythm": plan.rhythm, "most_megabytes": max(1, plan.most_bytes // MB), "most_seconds": plan.most_seconds,
        "most_pages": plan.most_pages, "mapping": said,
    }  # fmt: skip
