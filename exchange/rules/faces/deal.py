"""Who deals with whom over what: the part of an agreement beside its terms, frozen when the agreement is prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Party:
    """Legal names as registered; `number` is the registration number, `country` an ISO code."""

    id: str
    name_zh: str
    name_en: str
    number: str
    country: str

    @property
    def zh(self) -> str:
        return self.name_zh or self.name_en

    @property
    def en(self) -> str:
        return self.name_en or self.name_zh


@dataclass(frozen=True, slots=True)
class Deal:
    """Ids as text. `protected` says that the data holds personal or important data, so that NDSR 12 clauses stand in the text."""

    id: str
    provider: Party
    consumer: Party
    dataset: str
    title_zh: str
    title_en: str
    revision: str
    revision_number: int
    offer: str
    protected: bool
    prepared: str = field(default="")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Deal:
        values = {f.name: data[f.name] for f in fields(cls)}
        return cls(**{**values, "provider": Party(**data["provider"]), "consumer": Party(**data["consumer"])})
