"""A mapping of two dictionaries: made by one side, proposed, and recognized when the other side consents as well."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class MappingState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    RECOGNIZED = "recognized"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    ENDED = "ended"


_S = MappingState

MACHINE = Machine(
    "dictionary_mapping",
    _S.DRAFT,
    (
        Transition(_S.DRAFT, _S.PROPOSED, "owner", "catalog.dictionary_mapping.proposed"),
        Transition(_S.PROPOSED, _S.RECOGNIZED, "other side", "catalog.dictionary_mapping.recognized"),
        Transition(_S.PROPOSED, _S.REFUSED, "other side", "catalog.dictionary_mapping.refused"),
        Transition(_S.RECOGNIZED, _S.SUPERSEDED, "other side, with a later version", "catalog.dictionary_mapping.superseded"),
        Transition(_S.RECOGNIZED, _S.ENDED, "either side", "catalog.dictionary_mapping.ended"),
    ),
)
