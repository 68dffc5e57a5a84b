"""How Chinese words sound: pinyin without tones, initials, and where typed letters may be cut into syllables. Pure Python.

The dictionary of pypinyin takes half a second to read, so a process pays for it with its first Chinese word.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 60
_SYLLABLE = re.compile(
    r"(?=((?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn|ia|ua|uo|a|o|e|i|u|v)))"
)
_SHORTER = ("ng", "n", "r", "g")


@lru_cache(maxsize=100_000)
def syllables(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def sound(word: str) -> str:
    return "".join(syllables(word))


def initials(word: str) -> str:
    return "".join(syllable[0] for syllable in syllables(word))


def cuts(letters: str) -> list[tuple[int, int]]:
    """The stretches between places where the letters may be cut into whole syllables; none if they cannot all be."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > LONGEST:
        return []
    ends: dict[int, set[int]] = {}
    reached = {0}
    for at in range(len(letters)):
        if at in reached:
            ends[at] = _ends(letters, at)
            reached |= ends[at]
    if len(letters) not in reached:
        return []
    # only places from which the end can be reached
    good = {len(letters)}
    for at in range(len(letters) - 1, -1, -1):
        if at in reached and ends[at] & good:
            good.add(at)
    places = sorted(good)
    return [(begin, end) for begin in places for end in places if begin < end]


def _ends(letters: str, at: int) -> set[int]:
    found = _SYLLABLE.match(letters, at)
    if not found:
        return set()
    longest = found[1]
    return {at + len(longest)} | {at + len(longest) - len(rest) for rest in _SHORTER if longest.endswith(rest) and len(longest) - len(rest) > 1}
