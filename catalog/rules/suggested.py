"""A grade or a mark below what a scan suggests needs a written reason and the exchange's consent; nothing is lowered in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from catalog.rules.sources import CHOOSE_THE_HIGHER, GRADED_PROTECTION, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


@dataclass(frozen=True, slots=True)
class Claim:
    """A suggestion for a column and what stands in the field it belongs to; `field` is "" where none does and the whole counts.

    `since` is when the file's content first led to it."""

    column: str
    field: str
    grade: int
    personal: bool
    sensitive: bool
    field_grade: int
    field_personal: bool
    field_sensitive: bool
    since: datetime

    def is_kept(self, grade: int, personal: bool, sensitive: bool) -> bool:
        """Whether the field is not below this grade and these marks."""
        return self.field_grade >= grade and self.field_personal >= personal and self.field_sensitive >= sensitive

    @property
    def below(self) -> bool:
        return not self.is_kept(self.grade, self.personal, self.sensitive)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A lowering that the exchange approved: down to this grade and these marks, for what was known when it decided. `derived` is what
    the assessment derived for the field then."""

    column: str
    grade: int
    personal: bool
    sensitive: bool
    decided: datetime
    derived: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A file without a finished scan, and when it arrived."""

    name: str
    since: datetime


def kept(claims: Iterable[Claim], allowed: Sequence[Allowed], unread: Iterable[Unread]) -> Decision:
    """May the fields stand so? `unread` is asked for in a dataset where a scan has suggested something. New content needs a new consent."""
    low = [one for one in claims if one.below and not any(_covers(each, one.column, one.since) and one.is_kept(each.grade, each.personal, each.sensitive) for each in allowed)]
    unseen = [file.name for file in unread if not any(_covers(each, file.name, file.since) for each in allowed)]
    reasons = []
    if low:
        reasons.append(
            Reason(
                "grade.below_suggestion", RELEASE,
                Say(gettext_noop("These columns stand below the grade or the marks that the scan suggests: %(columns)s."), {"columns": ", ".join(one.column for one in low)}),
                (GRADED_PROTECTION, CHOOSE_THE_HIGHER, platform("grades")),
                Say(gettext_noop("Raise the fields to the suggestion, or write why they may stand lower; the exchange decides on that.")),
            )
        )
    if unseen:
        reasons.append(
            Reason(
                "grade.unscanned", RELEASE,
                Say(gettext_noop("A scan of this dataset has found personal data, and these files are not scanned yet: %(files)s."), {"files": ", ".join(unseen)}),
                (CHOOSE_THE_HIGHER, platform("grades")),
                Say(gettext_noop("Have these files scanned. For a file that cannot be scanned, write why it needs no scan; the exchange decides on that.")),
            )
        )
    return refuse(*reasons, facts={"below": len(low), "unscanned": len(unseen)}) if reasons else PERMITTED


def _covers(one: Allowed, column: str, since: datetime) -> bool:
    return one.column == column and one.decided >= since
