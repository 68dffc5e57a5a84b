"""The least grade of every field, derived: stated impact, marks and categories, volume, and fields that say more together.

Takes one frozen record of facts and answers the same for the same facts and release, so that a grading can be run again under a
later release. Statute settles the marks and the numbers that are cited; that a number raises a grade is the exchange's own rule (the sum
effect is clause 6.6 of GB/T 43697-2024, known from memory), which `legal_certainty` of each source says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_noop

from catalog.rules import impact as impacts
from catalog.rules.grade import Grade
from catalog.rules.impact import DEGREES, HARMED
from catalog.rules.personal import CATEGORIES_LIST, PERSONAL
from catalog.rules.sources import CHOOSE_THE_HIGHER, SENSITIVE_PERSONAL, platform
from kernel.decision import Certainty, Citation, Reason, Say

RELEASE = "2026.1"
"""The release of these rules; a grading made under another one is run again."""

SUM_EFFECT = Citation("GB/T 43697-2024", "6.6", Certainty.MEMORY)
TEN_MILLION = Citation("NDSR", "28")
ASSESSED_ABROAD, FILED_ABROAD = Citation("P16", "7(1)(2)"), Citation("P16", "8")
# persons, inclusive -> least grade of the personal fields, and where the number stands
VOLUMES: tuple[tuple[int, Grade, Citation], ...] = (
    (10_000_000, Grade.IMPORTANT, TEN_MILLION), (1_000_000, Grade.GENERAL_4, ASSESSED_ABROAD), (100_000, Grade.GENERAL_3, FILED_ABROAD),
)  # fmt: skip
# kinds of the detectors: what tells a person by itself, what leads to one, what does so in company
DOCUMENTS = frozenset({"resident_id", "passport"})
CONTACTS = frozenset({"mobile", "email", "landline", "address", "bank_card", "account", "financial_account"})
TELLS_WHO = DOCUMENTS | frozenset({"name", "mobile", "email", "face", "account", "plate"})
QUASI = frozenset({"name", "birth_date", "address", "plate", "landline"})
PLACES = frozenset({"location", "latitude", "longitude"})


@dataclass(frozen=True, slots=True)
class Impact:
    """What a person states of a field: whom a leak would harm, how badly, and why."""

    harmed: str
    degree: str
    reason: str


@dataclass(frozen=True, slots=True)
class AssessedField:
    """`kinds` are what scan and names say is in it."""

    name: str
    grade: int
    personal: bool = False
    sensitive: bool = False
    category: str = ""
    kinds: tuple[str, ...] = ()
    impacts: tuple[Impact, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """`declared` is how many persons the provider says the data are about, `counted` what scans found; None is not known."""

    industry: str
    attributes: tuple[tuple[str, str], ...]
    declared: int | None
    counted: int | None
    synthetic: bool
    fields: tuple[AssessedField, ...]

    @property
    def persons(self) -> int | None:
        known = [number for number in (self.declared, self.counted) if number is not None]
        return max(known, default=None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AssessmentFacts:
        """What `as_json` wrote. Errors: KeyError, TypeError for anything else."""
        fields = tuple(
            AssessedField(**(one | {"kinds": tuple(one["kinds"]), "impacts": tuple(Impact(**each) for each in one["impacts"])})) for one in data["fields"]
        )
        return cls(**(dict(data) | {"fields": fields, "attributes": tuple((name, value) for name, value in data["attributes"])}))


@dataclass(frozen=True, slots=True)
class Floor:
    """One rule's least grade and marks for one field. `stated` where it follows from what a person said of the impact."""

    field: str
    grade: Grade
    reason: Reason
    personal: bool = False
    sensitive: bool = False
    stated: bool = False


_BY_IMPACT = gettext_noop("Stated impact: %(harmed)s, %(degree)s.")


def _stated(facts: AssessmentFacts) -> Iterator[Floor]:
    for field in facts.fields:
        for one in field.impacts:
            level = impacts.level(one.harmed, one.degree)
            said = Say(_BY_IMPACT, {"harmed": Say(HARMED[one.harmed]), "degree": Say(DEGREES[one.degree])})
            yield Floor(field.name, level, _reason("impact", said, *impacts.cites(one.harmed, one.degree)), stated=True)


def _marks(facts: AssessmentFacts) -> Iterator[Floor]:
    for field in facts.fields:
        if field.sensitive or field.category:
            yield Floor(field.name, Grade.GENERAL_4, _reason("sensitive", Say(gettext_noop("Sensitive personal information.")), SENSITIVE_PERSONAL, CATEGORIES_LIST), True, True)
        elif field.personal:
            yield Floor(field.name, Grade.GENERAL_2, _reason("personal", Say(gettext_noop("Personal information.")), PERSONAL), True)


def _volume(facts: AssessmentFacts) -> Iterator[Floor]:
    """A number that nobody knows counts as the first that a law names."""
    if facts.synthetic:
        return
    found = facts.persons
    passed = next(((least, grade, cite) for least, grade, cite in VOLUMES if found is None or found >= least), None) if found is not None else VOLUMES[-1]
    if passed is None:
        return
    least, grade, cite = passed
    said = (
        Say(gettext_noop("How many persons the data are about is not known; it counts as %(least)s."), {"least": f"{least:,}"}) if found is None
        else Say(gettext_noop("Data about %(persons)s persons, %(least)s or more."), {"persons": f"{found:,}", "least": f"{least:,}"})
    )  # fmt: skip
    for field in facts.fields:
        if field.personal:
            yield Floor(field.name, grade, _reason("volume", said, SUM_EFFECT, cite), True)


def _whereabouts(facts: AssessmentFacts) -> Iterator[Floor]:
    """Precise places beside what tells whose they are are that person's whereabouts."""
    if not any(field.personal and TELLS_WHO & set(field.kinds) for field in facts.fields):
        return
    for field in facts.fields:
        if PLACES & set(field.kinds):
            said = Say(gettext_noop("A precise location beside fields that tell whose it is."))
            yield Floor(field.name, Grade.GENERAL_4, _reason("whereabouts", said, SENSITIVE_PERSONAL, SUM_EFFECT), True, True)


def _identity(facts: AssessmentFacts) -> Iterator[Floor]:
    """Name, document and a way to reach or bill the person stand together; or several traits without a document."""
    kinds = {field.name: set(field.kinds) for field in facts.fields if field.personal}
    every = set().union(*kinds.values()) if kinds else set()
    if "name" in every and every & DOCUMENTS and every & CONTACTS:
        parts, grade, said = DOCUMENTS | CONTACTS | {"name"}, Grade.GENERAL_4, Say(gettext_noop("Name, document and a way to reach the person stand together."))
    elif len(every & QUASI) >= 3:
        parts, grade, said = QUASI, Grade.GENERAL_3, Say(gettext_noop("Several traits that together tell who a person is."))
    else:
        return
    for name, own in kinds.items():
        if own & parts:
            yield Floor(name, grade, _reason("identity", said, CHOOSE_THE_HIGHER, SUM_EFFECT), True)


EFFECTS: tuple[Callable[[AssessmentFacts], Iterator[Floor]], ...] = (_stated, _marks, _volume, _whereabouts, _identity)


def _reason(rule: str, finding: Say, *cites: Citation) -> Reason:
    own = (platform("grades"),) if rule in ("volume", "whereabouts", "identity", "personal", "sensitive") else ()
    return Reason(f"assessment.{rule}", RELEASE, finding, (*cites, *own), Say(gettext_noop("Raise the field to the derived grade.")))


@dataclass(frozen=True, slots=True)
class Derived:
    """What the rules derive for one field: `grade` and marks at least, and every floor that led to it."""

    field: str
    grade: Grade
    personal: bool
    sensitive: bool
    floors: tuple[Floor, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(floor.reason for floor in self.floors)

    def without_stated(self) -> Derived:
        return merged(self.field, [floor for floor in self.floors if not floor.stated])


def merged(field: str, floors: Sequence[Floor]) -> Derived:
    grade = max((floor.grade for floor in floors), default=Grade.GENERAL_1)
    return Derived(field, grade, any(floor.personal for floor in floors), any(floor.sensitive for floor in floors), tuple(floors))


def derive(facts: AssessmentFacts) -> tuple[Derived, ...]:
    """The least grade and marks of each field, in the fields' order."""
    by_field: dict[str, list[Floor]] = {field.name: [] for field in facts.fields}
    for effect in EFFECTS:
        for floor in effect(facts):
            by_field[floor.field].append(floor)
    return tuple(merged(name, floors) for name, floors in by_field.items())


def derived_grade(derived: Iterable[Derived]) -> Grade:
    """The dataset's least grade: the highest of its fields."""
    return max((one.grade for one in derived), default=Grade.GENERAL_1)
