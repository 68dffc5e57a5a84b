"""What of a manifest differs from what stands, section by section, compared after the same cleaning that the acts do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.dataset.content import DATES, DESCRIBED, FIELD
from catalog.dataset.meaning import checked_description, checked_fields, checked_sample
from catalog.dataset.models import Dataset, DatasetReader, DatasetRevision
from catalog.dataset.use_cases.promise import organizations
from catalog.manifest.places import at
from catalog.offer.models import Offer
from catalog.offer.states import OfferState
from catalog.rules import questions as asking
from catalog.rules.policy import Policy
from catalog.rules.quality import promised
from catalog.rules.visibility import Visibility
from kernel import money
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Invalid


def day(value: str | None, place: str) -> date | None:
    """Errors: Invalid for a day that no calendar has."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Invalid(fields={place: [Say(gettext_noop("Write a date."))]}) from error


def described(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The describing names of a manifest as the act takes them."""
    given = {name: manifest[name] for name in DESCRIBED if name in manifest}
    return given | {name: day(given[name], name) for name in DATES if name in given} | ({"industry": given["industry"]} if given.get("industry") else {})


def description(actor: Actor, revision: DatasetRevision, given: Mapping[str, Any]) -> list[str]:
    """Names whose values differ."""
    given = {name: value for name, value in given.items() if not (name == "industry" and value == revision.industry)}
    clean = checked_description(actor, given, current=revision)
    differs = {name for name, value in clean.items() if value != getattr(revision, name)}
    return [name for name in given if ("zone_id" if name == "zone" else name) in differs]


def fields(revision: DatasetRevision, rows: Sequence[Mapping[str, Any]]) -> bool:
    return checked_fields(rows) != [{name: getattr(one, name) for name in FIELD} for one in revision.fields.all()]


def rights_given(stated: Mapping[str, Any]) -> dict[str, Any]:
    cited = {"registration_id": _cited(stated["registration"])} if "registration" in stated else {}
    return cited | {
        "basis": stated["basis"], "statement_zh": stated["statement_zh"].strip(), "statement_en": stated["statement_en"].strip(),
        "valid_until": day(stated.get("valid_until"), "rights.valid_until"),
    }  # fmt: skip


def _cited(value: str | None) -> UUID | None:
    """Errors: Invalid for what is no id of a registration."""
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise Invalid(fields={"rights.registration": [Say(gettext_noop("This is no id of an entry of the rights register."))]}) from error


def rights(revision: DatasetRevision, given: Mapping[str, Any]) -> bool:
    stands = getattr(revision, "rights", None)
    return stands is None or any(getattr(stands, name) != value for name, value in given.items())


def sample(revision: DatasetRevision, given: Mapping[str, Any]) -> bool:
    return checked_sample(given["nature"], given.get("rows", [])) != (revision.sample_nature, revision.sample)


def promises(revision: DatasetRevision, given: Mapping[str, Any]) -> bool:
    return promised(given).as_json() != revision.promises


def questions(revision: DatasetRevision, given: Sequence[Mapping[str, Any]]) -> bool:
    return asking.checked(given) != revision.questions


def visibility(dataset: Dataset, given: Mapping[str, Any], now: datetime) -> bool:
    if given["to"] != dataset.visibility:
        return True
    if given["to"] != Visibility.NAMED:
        return False
    stand = set(DatasetReader.objects.filter(dataset=dataset).values_list("organization", flat=True))
    return stand != set(organizations(given.get("readers", []), now))


def offers(dataset: Dataset, wanted: Sequence[Mapping[str, Any]]) -> tuple[list[Any], list[tuple[int, dict[str, Any]]]]:
    """Ids of standing offers that the manifest does not have, and those of the manifest that do not stand, with their positions."""
    given = [(position, _offer(row, position)) for position, row in enumerate(wanted, 1)]
    stand = list(Offer.objects.filter(dataset=dataset).exclude(state=OfferState.CLOSED).order_by("created", "id"))
    left = Counter(repr(_terms(row)) for _position, row in given)
    extra = []
    for one in stand:
        same = repr(_terms(_standing(one)))
        if left[same] > 0:
            left[same] -= 1
        else:
            extra.append(one.pk)
    missing = []
    for position, row in given:
        if left[repr(_terms(row))] > 0:
            left[repr(_terms(row))] -= 1
            missing.append((position, row))
    return extra, missing


def _offer(row: Mapping[str, Any], position: int) -> dict[str, Any]:
    with at(f"offers.{position}"):
        price = money.parse(row["price"]["amount"], row["price"]["currency"], field="price")
        policy = Policy.from_json(row["policy"]).as_json()
    exclusive = bool(row.get("exclusive"))
    return {
        "name_zh": row["name_zh"].strip(), "name_en": row["name_en"].strip(), "price_minor": price.minor, "currency": price.currency, "policy": policy,
        "quantity": None if exclusive else row.get("quantity"), "exclusive": exclusive,
    }  # fmt: skip


def _standing(offer: Offer) -> dict[str, Any]:
    return {
        "name_zh": offer.name_zh, "name_en": offer.name_en, "price_minor": offer.price_minor, "currency": offer.currency, "policy": offer.terms.as_json(),
        "quantity": None if offer.exclusive else offer.quantity, "exclusive": offer.exclusive,
    }  # fmt: skip


def _terms(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted((name, sorted(value.items()) if isinstance(value, dict) else value) for name, value in row.items())
