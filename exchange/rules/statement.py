"""How old a statement of exports elsewhere may be when a signature relies on it: the platform's own rule; the law only wants the count to be right."""

from __future__ import annotations

from exchange.rules.release import policy

RULE = "R-STATEMENT-AGE"
CITE = (policy("age of a statement"),)
STATEMENT_DAYS = 30
