"""A determination in a few plain sentences for a page: what the path is, its steps with working days, and who brings which papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exchange.rules.border.determination import Change, Clock, Determination, Path
from exchange.rules.border.engine import would_clear
from exchange.rules.border.papers import PAPERS, Paper
from kernel.decision import Say

_TITLES: Mapping[Path, tuple[Say, Say]] = MappingProxyType({
    Path.PROHIBITED: (Say("It may not leave"), Say("A bar stands against it. The finding says which, and whether anything can lift it.")),
    Path.ASSESSMENT: (Say("Security assessment"), Say("The exporter declares through the province; the national administration decides. Nothing leaves before.")),
    Path.CONTRACT: (Say("Standard contract or certification"), Say("The exporter signs and files the model contract with the recipient, or obtains a certificate.")),
    Path.EXEMPT: (Say("Freed of the three tools"), Say("No assessment, contract or certificate is needed. The duties of notice, consent and impact assessment stay.")),
    Path.NOT_EXPORT: (Say("No export"), Say("Nothing is provided abroad in the sense of the law.")),
    Path.UNDETERMINED: (Say("Not determined"), Say("Facts are missing that can change the path. Nothing is released until they are known.")),
})
_STEPS: Mapping[str, Say] = MappingProxyType({
    "completeness_check": Say("The province checks that the file is complete"),
    "acceptance": Say("The national administration accepts the file"),
    "assessment": Say("The national administration assesses"),
    "contract_filing": Say("The exporter files the contract after it takes effect"),
    "filing_check": Say("The province checks the filing"),
    "filing_completion": Say("The exporter completes the file, if asked"),
})
_ON_THE_WAY = ("completeness_check", "acceptance", "assessment", "contract_filing", "filing_check")


@dataclass(frozen=True, slots=True)
class Step:
    text: Say
    working_days: int
    who: str
    article: str


@dataclass(frozen=True, slots=True)
class Outline:
    """`working_days` is the shortest way when nothing is missing; None where no authority's period runs. `lighter` are changes to a lighter path."""

    path: Path
    title: Say
    summary: Say
    steps: tuple[Step, ...]
    working_days: int | None
    from_buyer: tuple[Paper, ...]
    from_provider: tuple[Paper, ...]
    from_exchange: tuple[Paper, ...]
    lighter: tuple[Change, ...]
    clears: bool


_LIGHT = (Path.NOT_EXPORT, Path.EXEMPT, Path.CONTRACT, Path.ASSESSMENT, Path.PROHIBITED)


def outline(determination: Determination) -> Outline:
    title, summary = _TITLES[determination.path]
    steps = tuple(_step(clock) for clock in determination.clocks if clock.event in _STEPS)
    days = sum(clock.amount for clock in determination.clocks if clock.event in _ON_THE_WAY)
    papers = [PAPERS[code] for code in determination.required_documents]
    return Outline(
        determination.path, title, summary, steps, days or None,
        tuple(paper for paper in papers if paper.brought_by == "buyer"),
        tuple(paper for paper in papers if paper.brought_by == "exporter"),
        tuple(paper for paper in papers if paper.brought_by in ("platform", "authority")),
        tuple(change for change in determination.what_would_change if _lighter(change.path, determination.path)),
        would_clear(determination),
    )


def _step(clock: Clock) -> Step:
    return Step(_STEPS[clock.event], clock.amount, clock.runs_on, str(clock.article))


def _lighter(path: Path, than: Path) -> bool:
    return path in _LIGHT and than in _LIGHT and _LIGHT.index(path) < _LIGHT.index(than)
