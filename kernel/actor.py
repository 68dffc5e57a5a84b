"""Who acts: a person, an API client, a protocol peer or the system, for ONE organization.

An actor is made by a face (session, token, message) and believed by everything below. Four eyes count natural persons:
`person` is the human behind it, the same for all of a person's memberships and for the clients they answer for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    PERSON = "person"
    CLIENT = "client"
    PEER = "peer"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Actor:
    """`roles` are the member roles held in `organization`; `scopes` limit a client and are None for a person.

    `fresh` tells that a person has just authenticated again; a client's counterpart is the scope of the act.
    `jurisdiction` marks those who read all (operator, regulator): "operator", "regulator" or "".
    """

    kind: ActorKind
    id: UUID | None = None
    person: UUID | None = None
    organization: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None
    fresh: bool = False
    jurisdiction: str = ""
    on_behalf_of: Actor | None = None

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @property
    def is_nobody(self) -> bool:
        return self.kind is ActorKind.NOBODY

    def as_system(self) -> Actor:
        """The same act carried on by the system: what a use case called by a use case runs as."""
        if self.is_system:
            return self
        return replace(SYSTEM, organization=self.organization, person=self.person, on_behalf_of=self)

    def as_json(self) -> dict[str, str | None]:
        """Opaque ids only: this goes into the log."""
        origin = self.on_behalf_of
        return {
            "kind": self.kind.value,
            "id": str(self.id) if self.id else None,
            "person": str(self.person) if self.person else None,
            "organization": str(self.organization) if self.organization else None,
            "on_behalf_of": str(origin.id) if origin and origin.id else None,
        }


SYSTEM = Actor(ActorKind.SYSTEM)
NOBODY = Actor(ActorKind.NOBODY)
