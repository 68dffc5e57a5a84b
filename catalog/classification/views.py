"""The public page of grades: the model, what each grade drives, and how sure every source is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_noop, ngettext

from catalog.rules import driven
from catalog.rules.assessment import RELEASE, SUM_EFFECT, VOLUMES
from catalog.rules.business import ATTRIBUTES, CLASS_NAMES, INDUSTRY_FIRST, VALUES
from catalog.rules.driven import TABLE, Drives
from catalog.rules.grade import MEANINGS, Grade
from catalog.rules.impact import DEGREES, GENERAL_STEPS, HARMED, LEVEL_TABLE, LEVELS, OBJECTS_AND_DEGREES, Degree, Harmed
from catalog.rules.personal import CATEGORIES, CATEGORIES_LIST
from catalog.rules.sources import SENSITIVE_PERSONAL, platform
from kernel.decision import Citation
from web.components.decisions import source
from web.pages import Page

AUDIENCES = {"anyone": gettext_noop("Anyone"), "verified": gettext_noop("Verified organizations"), "nobody": gettext_noop("Nobody: it is not listed")}
NATURES = {"real": gettext_noop("Real rows, unless personal"), "synthetic": gettext_noop("Synthetic rows"), "aggregate": gettext_noop("Aggregate rows")}
METHODS = {"download": gettext_noop("Download"), "projection": gettext_noop("Download of the agreed and cleared fields only")}
RECORDED = {"first": gettext_noop("The first of each holder and file"), "every": gettext_noop("Every one")}


def cited(cites: Iterable[Citation]) -> str:
    """Sources in words, each with its standing."""
    return "; ".join(f"{place} ({standing})" for place, standing in map(source, cites))


class Grades(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "release": RELEASE,
            "driven": [(grade, _(MEANINGS[grade]), [(_(label), cell) for label, cell in zip(driven.COLUMNS.values(), _cells(grade, row), strict=True)]) for grade, row in TABLE.items()],
            "columns": [(_(label), cited(driven.SOURCES[name])) for name, label in driven.COLUMNS.items()],
            "degrees": [_(DEGREES[degree]) for degree in Degree], "levels": [(_(HARMED[harmed]), [LEVELS[harmed, degree] for degree in Degree]) for harmed in Harmed],
            "levels_cited": cited((OBJECTS_AND_DEGREES, LEVEL_TABLE, GENERAL_STEPS)),
            "volumes": [(f"{least:,}", grade, cited((cite, SUM_EFFECT, platform("grades")))) for least, grade, cite in VOLUMES],
            "categories": [_(label) for label in CATEGORIES.values()], "categories_cited": cited((SENSITIVE_PERSONAL, CATEGORIES_LIST)),
            "classes": [_(label) for label in CLASS_NAMES.values()], "attributes": [(_(label), ", ".join(_(word) for word in VALUES[name].values())) for name, label in ATTRIBUTES.items()],
            "classes_cited": cited((INDUSTRY_FIRST,)),
        }
        return self.show("catalog/grades/grades.html", context)


def _cells(grade: Grade, row: Drives) -> list[Any]:
    """The row in words, in the order of driven.COLUMNS."""
    none = "—"
    return [
        _(AUDIENCES[row.audience]),
        ", ".join(_(NATURES[nature]) for nature in NATURES if nature in row.samples) or _("None"),
        _("An owner who did not propose it") if row.second == {"owner"} else _("Another owner or steward"),
        str(row.reviewers) if row.reviewers else _("Nobody lists it"),
        ", ".join(_(METHODS[method]) for method in METHODS if method in row.methods) or _("None"),
        _("%(seconds)s seconds") % {"seconds": f"{row.stops_within:g}"} if row.methods else none,
        _minutes(row.link) if row.methods else none,
        _days(row.kept),
        _(RECORDED[row.recorded]) if row.methods else none,
    ]


def _minutes(span: timedelta) -> str:
    number = int(span.total_seconds() // 60)
    return ngettext("%(number)s minute", "%(number)s minutes", number) % {"number": number}


def _days(span: timedelta) -> str:
    return ngettext("%(number)s day", "%(number)s days", span.days) % {"number": f"{span.days:,}"}
