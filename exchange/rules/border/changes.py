"""Which single change of a known fact would change the path: what one can do to need less, and what one must not let happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchange.rules.border.determination import Change, Path
from exchange.rules.border.paths import ORDINARY_ASSESSED, ORDINARY_CONTRACT, SENSITIVE_ASSESSED
from exchange.rules.border.rule import View, flag
from exchange.rules.border.search import first
from kernel.decision import Say

_BELOW, _FROM = Say("fewer persons than this limit"), Say("this many persons or more")
_TRIED: tuple[tuple[str, tuple[tuple[Any, Say], ...]], ...] = (
    ("pi_subjects_this_year", (
        (ORDINARY_CONTRACT - 1, _BELOW), (ORDINARY_ASSESSED - 1, _BELOW), (ORDINARY_CONTRACT, _FROM), (ORDINARY_ASSESSED, _FROM),
    )),
    ("sensitive_pi_subjects_this_year", ((0, Say("no sensitive data")), (SENSITIVE_ASSESSED - 1, _BELOW), (1, Say("sensitive data of one person or more")), (SENSITIVE_ASSESSED, _FROM))),
    ("contains_pi", ((False, Say("anonymised, so that no personal information is left")), (True, Say("personal information is found in it")))),
    ("movement", (("domestic_only", Say("data and access stay in the mainland")), ("remote_access_from_abroad", Say("the data can be reached from abroad")))),
    ("exemption_condition_met", ((True, Say("the necessity of the claimed exemption is shown")), (False, Say("the necessity of the claimed exemption is not shown")))),
    ("origin", (("overseas_only", Say("only data collected abroad")), ("overseas_mixed_with_domestic", Say("domestic data is mixed in")))),
    ("important_data_status", (("notified", Say("an authority names it important data")), ("none", Say("an authority no longer names it important data")))),
    ("exporter_is_ciio", ((True, Say("the exporter is named a critical infrastructure operator")), (False, Say("the exporter is no longer a critical infrastructure operator")))),
    ("negative_list", (("off_list", Say("covered by the list, and off it")), ("sector_not_covered", Say("the list does not cover the sector")))),
    ("elected_route", (("gba_standard_contract", Say("the contract of the Greater Bay Area is chosen")), ("standard_contract", Say("another tool is chosen")))),
    ("data_subject_age_min", ((18, Say("nobody under 14")),)),
    (flag("competent_authority_approval"), ((True, Say("the competent authority approves")),)),
    (flag("hgr_information_not_filed"), ((False, Say("human genetic resource information is filed")),)),
    (flag("export_controlled_no_licence"), ((False, Say("the export licence is granted")),)),
    (flag("source_not_explained"), ((False, Say("the source is explained")),)),
)


def changes(view: View, path: Path) -> tuple[Change, ...]:
    """For each key, at most one change to each other path; nothing where an unknown fact would then decide."""
    found: dict[tuple[str, Path], Change] = {}
    for key, tried in _TRIED:
        if key not in view:
            continue
        for value, label in tried:
            if value != view[key] and (other := _path({**view, key: value})) not in (None, path):
                found.setdefault((key, other), Change(key, str(value).lower() if isinstance(value, bool) else str(value), other, label))
    return tuple(found.values())


def _path(view: Mapping[str, Any]) -> Path | None:
    try:
        return first(view).path
    except KeyError:
        return None
