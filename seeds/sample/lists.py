"""Lists and common control of the sample: made up from the first row to the last, and saying so in title, source and row. No published list is copied here.

Nothing of it touches an export of the sample: no exporter relies on a list, no recipient is named, and no exporter is in the group.
"""

from __future__ import annotations

from typing import Any

from exchange.determination import use_cases as determination
from kernel import clock
from seeds.sample.deals import Calendar
from seeds.sample.people import Party

SOURCE = "示例数据，并非任何已公布的清单。 Sample data; not taken from any published list."
NEGATIVE: dict[str, Any] = {
    "kind": "negative_list", "code": "sample-negative-list", "title_zh": "负面清单（示例，虚构）", "title_en": "Negative list (sample, made up)", "source": SOURCE, "verified": False,
}
SCREENING: dict[str, Any] = {
    "kind": "recipients", "code": "sample-screening-list", "title_zh": "受限接收方清单（示例，虚构）", "title_en": "Screening list of recipients (sample, made up)", "source": SOURCE,
    "verified": False,
}
CONTRACT, ASSESSMENT = "listed_contract", "listed_assessment"
MEMBERS = {"sector": "示例零售 sample retail", "scenario": "示例会员服务 sample members"}
FIRST: list[dict[str, Any]] = [
    {**MEMBERS, "fields": ["示例手机号 sample phone"], "part": CONTRACT, "modalities": ["table"], "at_least": 100, "below": 5_000},
    {**MEMBERS, "fields": ["示例手机号 sample phone"], "part": ASSESSMENT, "modalities": ["table"], "at_least": 5_000},
    {"sector": "示例航运 sample shipping", "scenario": "示例船员 sample crews", "fields": ["示例证件号 sample certificate"], "part": CONTRACT},
]
SECOND = [FIRST[0] | {"at_least": 200}, FIRST[1], {**MEMBERS, "fields": ["示例住址 sample address"], "part": CONTRACT}]
LISTED: list[dict[str, Any]] = [
    {"name": "示例受限机构甲（虚构） Sample Restricted Body A (made up)", "country": "XX", "flag": "recipient_on_pipl42_list", "reference": "示例 sample 1"},
    {"name": "示例受限机构乙（虚构） Sample Restricted Body B (made up)", "country": "XX", "flag": "end_user_control_listed", "reference": "示例 sample 2"},
]
STEP = {"minutes": 2.0}


def in_force(calendar: Calendar, parties: dict[str, Party]) -> None:
    """One edition of each kind of list, and one group: each by two persons."""
    first, second = parties["exchange"].operator2, parties["exchange"].operator
    for said, rows in ((NEGATIVE, FIRST), (SCREENING, LISTED)):
        with calendar.next(**STEP):
            made = determination.propose_list(first, **said, edition="示例 sample 1", since=clock.today(), rows=rows)
        with calendar.next(**STEP):
            determination.confirm_list(second, made.pk)
    with calendar.next(**STEP):
        members = [parties["zone"].id, parties["outsider"].id]
        group = determination.propose_group(first, name="示例集团（虚构） Sample group (made up)", grounds="示例：虚构的股权关系。 Sample: a made-up shareholding.", organizations=members)
    with calendar.next(**STEP):
        determination.confirm_group(second, group.pk)


def proposed(calendar: Calendar, parties: dict[str, Party]) -> None:
    """The negative list's next edition, which waits for its second person."""
    with calendar.next(**STEP):
        determination.propose_list(parties["exchange"].operator2, **NEGATIVE, edition="示例 sample 2", since=clock.today(), rows=SECOND)
