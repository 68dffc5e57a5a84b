"""An organization's row and papers as the facts of the admission rules, and the way back from particulars to the row."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import asdict
from typing import Any

from accounts.admission.models import Paper
from accounts.organization.models import ADMITTED, Organization
from accounts.rules.admission import Facts, Particulars


def particulars(organization: Organization) -> Particulars:
    return Particulars(
        organization.name_zh, organization.name_en, organization.country, organization.uscc, organization.foreign_register, organization.foreign_number,
        organization.in_beijing, organization.ciio, tuple(organization.roles_wanted),
    )


def facts(organization: Organization, said: Particulars | None = None) -> Facts:
    papers = Paper.objects.filter(organization=organization, removed=None, kept__isnull=False).values_list("kind", flat=True)
    return Facts(said or particulars(organization), frozenset(papers))


def as_json(said: Particulars) -> dict[str, Any]:
    return asdict(said) | {"roles_wanted": list(said.roles_wanted)}


def from_json(stored: Mapping[str, Any]) -> Particulars:
    return Particulars(**{**stored, "roles_wanted": tuple(stored["roles_wanted"])})


def write(organization: Organization, said: Particulars) -> list[str]:
    """Put the particulars on the row (not saved); returns the names of its fields."""
    values = as_json(said)
    for name, value in values.items():
        setattr(organization, name, value)
    return list(values)


def write_copy(organization: Organization, said: Particulars) -> Organization:
    """The organization as these particulars would make it, never saved: what the exchange has before it."""
    shown = copy(organization)
    write(shown, said)
    return shown


def number_is_taken(organization: Organization, said: Particulars) -> bool:
    """Whether another admitted organization has this number."""
    others = Organization.objects.filter(state__in=ADMITTED).exclude(pk=organization.pk)
    if said.abroad:
        return others.filter(country=said.country, foreign_register=said.foreign_register, foreign_number=said.foreign_number).exists()
    return others.filter(uscc=said.uscc).exists()
