"""The acts of determination. Those that need the deal's parties are called from above, which knows them."""

from exchange.determination.use_cases.control import confirm_end, confirm_group, propose_end, propose_group, refuse_end, refuse_group
from exchange.determination.use_cases.lists import confirm_list, propose_list, refuse_list
from exchange.determination.use_cases.moving import release, roll_over, take
from exchange.determination.use_cases.repeat import renew, repeat
from exchange.determination.use_cases.reserve import reserve
from exchange.determination.use_cases.sheet import describe
from exchange.determination.use_cases.statement import Signed, keep_statement
from exchange.determination.use_cases.subjects import erase_subjects, submit_subjects

__all__ = [
    "Signed", "confirm_end", "confirm_group", "confirm_list", "describe", "erase_subjects", "keep_statement", "propose_end", "propose_group", "propose_list", "refuse_end",
    "refuse_group", "refuse_list", "release", "renew", "repeat", "reserve", "roll_over", "submit_subjects", "take",
]  # fmt: skip
