"""What an exclusive licence or a pledge on a dataset forbids. Pure; the platform's own rules: no statute that was read governs either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.rules.sources import RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse

LICENCE, PLEDGE = "exclusive_licence", "pledge"
KINDS: Final[Mapping[str, str]] = {LICENCE: gettext_noop("Exclusive license"), PLEDGE: gettext_noop("Pledge")}
WITHDRAWAL, TRANSFER = "withdrawal", "transfer"
CONSENTS: Final[Mapping[str, str]] = {
    WITHDRAWAL: gettext_noop("Withdrawing the dataset or cancelling its registered right"),
    TRANSFER: gettext_noop("Transferring its registered right"),
}
CITE = (platform("encumbrances"),)


@dataclass(frozen=True, slots=True)
class Encumbered:
    """One that is recorded and not released. `purposes` is the field of an exclusive licence, none is every field; `until` is the last
    day; `consents` are what a pledgee has agreed to."""

    kind: str
    holder: UUID
    since: date
    until: date
    purposes: tuple[str, ...] = ()
    consents: frozenset[str] = frozenset()

    def stands(self, on: date) -> bool:
        return self.since <= on <= self.until


def dealing(known: Iterable[Encumbered], purposes: Iterable[str], taker: UUID | None, on: date) -> Decision:
    """May these purposes be offered, or agreed with `taker`? Not in the field of an exclusive licence, except with its own holder."""
    wanted = set(purposes)
    for one in known:
        if one.kind == LICENCE and one.stands(on) and one.holder != taker and (not one.purposes or wanted & set(one.purposes)):
            return refuse(
                Reason(
                    "encumbrance.exclusive_licence", RELEASE,
                    Say(gettext_noop("An exclusive license on this dataset runs until %(day)s and forbids further deals in its field."), {"day": one.until.isoformat()}), CITE,
                    Say(gettext_noop("Leave the purposes of its field out, or wait until its holder releases it or it ends.")),
                )
            )
    return PERMITTED


def disposing(known: Iterable[Encumbered], act: str, on: date) -> Decision:
    """May the dataset be withdrawn, or its right go to another? Not without the consent of every pledgee."""
    for one in known:
        if one.kind == PLEDGE and one.stands(on) and act not in one.consents:
            return refuse(
                Reason(
                    "encumbrance.pledge", RELEASE, Say(gettext_noop("This dataset is pledged until %(day)s."), {"day": one.until.isoformat()}), CITE,
                    Say(gettext_noop("Ask the pledgee to consent to this act, or to release the pledge.")),
                )
            )
    return PERMITTED
