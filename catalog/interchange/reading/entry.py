"""One dataset as another catalogue describes it: what has a field here, what has none, and the record as it came."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from kernel.decision import Say

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_KANA = re.compile(r"[぀-ヿ]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_YEAR = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2]))?\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?)?\Z", re.ASCII)
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")
UNKNOWN = "und"


class Access(StrEnum):
    """Who may have the data by the source's word. The record of non-public data is not public either."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    NON_PUBLIC = "non_public"


@dataclass(slots=True)
class Entry:
    """`title`, `description` and `publisher` by language (`und` unknown); `kept` by the source's own names."""

    key: str = ""
    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    publisher: dict[str, str] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    license: str = ""
    issued: str = ""
    modified: str = ""
    access: str = Access.PUBLIC
    page: str = ""
    distributions: list[dict[str, Any]] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    received: Any = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def name(self) -> str:
        return best(self.title)

    def digest(self) -> bytes:
        """SHA-256 of all that is said, whatever the order of simple lists: sources give them in any."""
        return hashlib.sha256(orjson.dumps(_ordered(self.as_json()), option=orjson.OPT_SORT_KEYS)).digest()

    def join(self, other: Entry) -> None:
        """Take in a further row about the same dataset: what it adds is added, what it says otherwise is kept beside."""
        for mine, theirs in ((self.title, other.title), (self.description, other.description), (self.publisher, other.publisher)):
            for language, text in theirs.items():
                mine.setdefault(language, text)
        self.keywords += [word for word in other.keywords if word not in self.keywords]
        self.themes += [theme for theme in other.themes if theme not in self.themes]
        self.distributions += [one for one in other.distributions if one not in self.distributions]
        if strictest(self.access, other.access) != self.access:
            self.access = other.access
        mine_all = self.received if isinstance(self.received, list) else [self.received]
        seen = {orjson.dumps(_ordered(row), option=orjson.OPT_SORT_KEYS) for row in mine_all}
        if orjson.dumps(_ordered(other.received), option=orjson.OPT_SORT_KEYS) not in seen:
            self.received = [*mine_all, other.received]


@dataclass(slots=True)
class Row:
    """One row of a file: what became of it, and why it was refused if it was."""

    number: int
    where: str
    entry: Entry | None
    reasons: list[Say] = field(default_factory=list)


def strictest(one: str, other: str) -> str:
    order = list(Access)
    return max(one, other, key=lambda value: order.index(Access(value)))


def best(texts: dict[str, str], first: tuple[str, ...] = ("zh", "en")) -> str:
    """The text to name a thing by: Chinese, English, or whatever there is."""
    for wanted in first:
        for language, text in texts.items():
            if language.split("-")[0] == wanted and text:
                return text
    return next((text for text in texts.values() if text), "")


def clean(value: Any) -> str:
    """Plain text without control characters."""
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return _CONTROL.sub("", str(value)).strip()


def tagged(text: str, default: str = UNKNOWN) -> dict[str, str]:
    """A text with its language: what is written in Han characters is Chinese unless it is said otherwise."""
    if not text:
        return {}
    if default == UNKNOWN and _HAN.search(text) and not _KANA.search(text):
        return {"zh": text}
    return {default: text}


def language_tag(value: str | None) -> str:
    found = (value or "").lower().replace("_", "-")
    return found if _TAG.match(found) else UNKNOWN


def day(value: str) -> str:
    """A date, a time, a year or a month as written; empty if it is none of these."""
    value = value.strip()
    if _YEAR.match(value):
        return value
    if not _DAY.match(value):
        return ""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return ""
    return value


def web_address(value: Any) -> str:
    """An absolute http(s) or ftp address as written; empty for anything else."""
    text = clean(value)
    return text if re.match(r"(https?|ftp)://[^/\s?#]+", text, re.IGNORECASE) and len(text) <= 4_000 else ""


def scrubbed(value: Any) -> Any:
    """The same value without what the database cannot hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, dict):
        return {scrubbed(str(key)): scrubbed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [scrubbed(one) for one in value]
    if isinstance(value, int) and abs(value) > 2**53:
        return str(value)
    return value


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(one) for key, one in value.items()}
    if isinstance(value, list):
        inner = [_ordered(one) for one in value]
        return sorted(inner, key=lambda one: orjson.dumps(one, option=orjson.OPT_SORT_KEYS))
    return value
