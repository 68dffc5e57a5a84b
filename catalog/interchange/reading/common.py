"""Small steps all formats share: taking fields out of a record so that what is left has no place here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from catalog.interchange.reading.entry import Access, Entry, Row, clean, day, scrubbed, tagged, web_address
from kernel.decision import Say

LONGEST_KEY = 500
MOST_WORDS = 200
NO_NAME = gettext_noop("The record has neither a title nor an identifier.")
NO_OBJECT = gettext_noop("This is no record: an object with names and values is expected.")
LONG_KEY = gettext_noop("The identifier is longer than %(most)s characters.")


class Fields:
    """A record whose fields are taken one by one; the rest is kept under the source's own names."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self._left = dict(record)

    def take(self, name: str) -> Any:
        return self._left.pop(name, None)

    def text(self, name: str) -> str:
        """Text or number; anything else stays where it was."""
        value = self._left.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            del self._left[name]
            return clean(value)
        return ""

    def day(self, name: str) -> str:
        return self._checked(name, day)

    def address(self, name: str) -> str:
        return self._checked(name, web_address)

    def words(self, name: str) -> list[str]:
        """A list of texts, or one text."""
        value = self._left.get(name)
        rows = value if isinstance(value, list) else [value]
        if value is None or not all(isinstance(row, str | int | float) and not isinstance(row, bool) for row in rows):
            return []
        del self._left[name]
        return unique(clean(row) for row in rows)

    def _checked(self, name: str, check: Any) -> str:
        value = self._left.get(name)
        found: str = check(value) if isinstance(value, str) else ""
        if found:
            del self._left[name]
        return found

    @property
    def left(self) -> dict[str, Any]:
        found: dict[str, Any] = scrubbed({name: value for name, value in self._left.items() if value not in (None, "", [], {})})
        return found


def unique(words: Any) -> list[str]:
    return [word for word in dict.fromkeys(words) if word][:MOST_WORDS]


def no_record(number: int, where: str) -> Row:
    return Row(number, where, None, [Say(NO_OBJECT)])


def row(number: int, where: str, entry: Entry) -> Row:
    """The entry, or the reasons it is refused for."""
    if not entry.key:
        entry.key = entry.page or entry.name
    if not entry.name:
        entry.title = tagged(entry.key)
    if not entry.key:
        return Row(number, where, None, [Say(NO_NAME)])
    if len(entry.key) > LONGEST_KEY:
        return Row(number, where, None, [Say(LONG_KEY, {"most": LONGEST_KEY})])
    return Row(number, where, Entry(**scrubbed(entry.as_json())))  # nothing that the database cannot keep, wherever it was found


def access_of(word: str) -> str:
    """The access level behind a word of DCAT-US or of the EU's list. A word that is not known counts as non-public: the safe side."""
    plain = word.strip().rstrip("/").rsplit("/", 1)[-1].lower().replace("_", " ").replace("-", " ").strip()
    known = {"public": Access.PUBLIC, "open": Access.PUBLIC, "restricted public": Access.RESTRICTED, "restricted": Access.RESTRICTED}
    return known.get(plain, Access.NON_PUBLIC)
