"""The acts of a pilot programme: written down, proposed, confirmed; who takes part; stopped or ended; exports counted under it."""

from exchange.pilot.use_cases.ending import end, stop
from exchange.pilot.use_cases.proposing import add_paper, confirm, draft, propose
from exchange.pilot.use_cases.running import Export, count, under
from exchange.pilot.use_cases.taking_part import admit, end_part

__all__ = ["Export", "add_paper", "admit", "confirm", "count", "draft", "end", "end_part", "propose", "stop", "under"]
