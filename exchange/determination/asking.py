"""The public what-if tool: facts in, the law's answer out. Nothing is stored and nothing is known of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from exchange.rules.border.determination import Determination
from exchange.rules.border.engine import determine
from exchange.rules.border.facts import FactError, parse
from kernel.decision import Say
from kernel.errors import Invalid


def asked(facts: Mapping[str, Any]) -> Determination:
    """Nothing is assumed: what is not given is unknown. Errors: Invalid, naming every unknown key and wrong value."""
    try:
        return determine(parse(facts))
    except FactError as error:
        wrong: dict[str, list[Say]] = {}
        for one in error.problems:
            wrong.setdefault(one["key"][:80], []).append(Say(gettext_noop("%(problem)s; allowed: %(allowed)s."), {"problem": one["problem"][:200], "allowed": one["allowed"]}))
        raise Invalid(fields=wrong) from error
