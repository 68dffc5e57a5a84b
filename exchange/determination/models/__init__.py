"""Tables of determination: fact sheets and answers, the yearly count, and the lists the law refers to."""

from exchange.determination.models.counting import OutsideStatement, Reservation, SubjectDigest, SubjectSet, YearCount
from exchange.determination.models.facts import Determination, FactSheet
from exchange.determination.models.lists import ControlGroup, ControlMember, ListEdition, ListRow

__all__ = [
    "ControlGroup",
    "ControlMember",
    "Determination",
    "FactSheet",
    "ListEdition",
    "ListRow",
    "OutsideStatement",
    "Reservation",
    "SubjectDigest",
    "SubjectSet",
    "YearCount",
]
