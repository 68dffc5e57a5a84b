"""Rows of the sample by the name that an address gives them, found from the models: which rows a caller sees, and to what each belongs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

from kernel.actor import Actor

OURS = ("accounts", "catalog", "exchange", "kernel")
# what is not the end of a model's name, or is the end of two; and what is no key
NAMED = {"member": "accounts.Membership", "client": "accounts.Client", "paper": "accounts.Paper", "document": "exchange.Paper", "edition": "exchange.ListEdition", "key": "exchange.SigningKey"}
VALUES = {"kind": ("exchange.Condition", "kind"), "code": ("exchange.Paper", "code"), "number": ("accounts.PlatformRules", "number"), "participant": ("exchange.PilotParticipant", "organization_id")}
FIXED = {"place": ["000.p/1"]}  # the log's first entry
FEW, MANY = 4, 24
"""Rows of one state: for a draw, for a search."""


@cache
def model_of(name: str) -> type[Model] | None:
    """`case` is ExportCase: the shortest model's name that ends so."""
    known = NAMED.get(name) or VALUES.get(name, ("", ""))[0]
    if known:
        return apps.get_model(known)
    found = [model for label in OURS for model in apps.get_app_config(label).get_models() if f"_{_snake(model)}".endswith(f"_{name}")]
    return min(found, key=lambda model: len(model.__name__), default=None)


def _snake(model: type[Model]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


def _value(name: str, row: Model) -> str:
    return str(getattr(row, VALUES[name][1]) if name in VALUES else row.pk)


def rows(name: str, actor: Actor | None, number: int) -> list[Model]:
    """So many of every state that this actor can see (all, where sight is the parent's, or for None), the newest first."""
    model = model_of(name)
    if model is None:
        return []
    manager: Any = model._default_manager
    seen = manager.visible_to(actor) if actor and hasattr(manager, "visible_to") else manager.all()
    if name not in VALUES and not hasattr(model, "state"):
        return list(seen.order_by("-pk")[: number * 4])
    found: dict[Any, list[Model]] = defaultdict(list)
    for row in seen.order_by("-pk")[:2000]:
        group = found[_value(name, row) if name in VALUES else getattr(row, "state", None)]
        if len(group) < number:
            group.append(row)
    return [row for group in found.values() for row in group]


def ids(names: Iterable[str]) -> dict[str, list[str]]:
    """Some values for each name, for draws."""
    return {name: FIXED.get(name) or list(dict.fromkeys(_value(name, row) for row in rows(name, None, FEW))) for name in names}


def paths(names: list[str], actor: Actor, known: dict[str, str]) -> Iterator[dict[str, str]]:
    """Values for all `names` that belong together; those in `known` are given."""
    last = next((name for name in reversed(names) if name not in known), None)
    if last is None:
        yield {name: known[name] for name in names}
        return
    if last in FIXED:
        for value in FIXED[last]:
            yield from paths(names, actor, {**known, last: value})
        return
    for row in rows(last, actor, MANY):
        found = {last: _value(last, row)} | _parents(row, [name for name in names if name != last])
        if all(known.get(name, value) == value for name, value in found.items()):
            open_ = [name for name in names if name not in found and name not in known]
            for others in product(*(rows(name, actor, MANY) for name in open_)):
                yield {name: known[name] for name in names if name in known} | found | {name: _value(name, other) for name, other in zip(open_, others, strict=True)}


def _parents(row: Model, names: list[str], depth: int = 2) -> dict[str, str]:
    """What the row's foreign keys lead to, of what is asked for."""
    found: dict[str, str] = {}
    for field in row._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        for name in names:
            if model_of(name) is field.related_model:
                found.setdefault(name, str(getattr(row, field.attname)))
    if depth > 1 and len(found) < len(names):
        for field in row._meta.concrete_fields:
            parent = getattr(row, field.name) if isinstance(field, ForeignKey) else None
            if parent is not None:
                found = _parents(parent, names, depth - 1) | found
    return found
