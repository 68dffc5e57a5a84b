"""Words for what a deal's page and the facts of its export show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_noop

from exchange.determination.words import badge, paper
from exchange.trade_request.forecast import Forecast

DUTIES: Mapping[str, str] = {
    "apply_through_domestic_body": gettext_noop("A body abroad applies through its institution or representative here."),
    "stay_inside_the_area": gettext_noop("The recipient passes nothing on outside the Greater Bay Area."),
    "stay_within_assessed_scope": gettext_noop("Stay inside the purpose, method, scope, kind and scale that were assessed."),
    "provide_at_home_on_own_basis": gettext_noop("Passing personal information on to another handler at home needs notice and separate consent, or another basis."),
    "report_incidents": gettext_noop("Report incidents without delay."),
    "mixing_in_domestic_persons_changes_the_path": gettext_noop(
        "Data from abroad may go out again freely only while nothing of persons or important data from here is mixed in (P16 art. 4)."
    ),
}
FLAGS: Mapping[str, str] = {
    "EU_GDPR_CH_V": gettext_noop("If it comes from the European Union: chapter V of the GDPR binds the seller; the mainland and Hong Kong are not adequate."),
    "US_DOJ_DSP": gettext_noop("If it comes from the United States: the bulk data rule limits recipients here, de-identified or encrypted data included."),
}
CROSSINGS: Mapping[str, str] = {
    "export": gettext_noop("This deal is an export of data."),
    "undetermined": gettext_noop("It cannot be told from parties and places whether this deal is an export; it stops like one."),
    "inbound": gettext_noop("Data comes in from abroad: no export under the law here."),
}


def block(found: Mapping[str, Any] | None, *, provider: bool) -> dict[str, Any] | None:
    """An outcome as the deal's page shows it."""
    if found is None:
        return None
    duties = [_(DUTIES[code]) for code in found["obligations"] if code in DUTIES]
    duties += [_("You bring: %(paper)s.") % {"paper": paper(code).label} for code in found["papers_from_buyer"] if not provider]
    return {
        "sentence": _(CROSSINGS[found["crossing"]]), "badge": badge(found["path"]) if found["path"] else ("wait", _("Not determined yet")), "as_of": found["as_of"],
        "duties": duties, "flags": [(code, _(FLAGS[code])) for code in found["foreign_law_flags"] if code in FLAGS], "exports": found["crossing"] != "inbound",
    }


def numbers(found: Forecast) -> list[tuple[str, str]]:
    """Where the count of the year comes from, as rows."""
    given = found.numbers
    rows = [
        (_("Declared by you: sent abroad outside the exchange"), pair(given["declared_outside"])),
        (_("Measured here: reserved and delivered this year"), pair(given["measured_here"])),
        (_("This export"), pair(given["this_export"])),
    ]
    if given["organizations_under_common_control"]:
        rows.append((_("Under common control with you, as an upper bound"), _("included; their numbers are not shown")))
    if found.sheet.exact is not None:
        rows.append((_("Counted exactly from identifiers"), pair({"ordinary": found.sheet.exact[0], "sensitive": found.sheet.exact[1]})))
    return rows


def pair(found: Mapping[str, int] | None) -> str:
    if found is None:
        return _("not known")
    return _("%(ordinary)s ordinary, %(sensitive)s sensitive") % {"ordinary": f"{found['ordinary']:,}", "sensitive": f"{found['sensitive']:,}"}
