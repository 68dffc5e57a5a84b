"""The acts of determination. Those that need the deal's parties are called from above, which knows them."""

from exchange.determination.use_cases.moving import release, roll_over, take
from exchange.determination.use_cases.repeat import renew, repeat
from exchange.determination.use_cases.reserve import reserve
from exchange.determination.use_cases.sheet import describe
from exchange.determination.use_cases.statement import Signed, keep_statement
from exchange.determination.use_cases.subjects import erase_subjects, submit_subjects

__all__ = ["Signed", "describe", "erase_subjects", "keep_statement", "release", "renew", "repeat", "reserve", "roll_over", "submit_subjects", "take"]
