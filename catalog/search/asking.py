"""What a query asks for: its terms, each with what may stand for it, as SQL. Three ways are tried in turn: as asked (with synonyms and pinyin),
corrected (words spelled or sounding alike), and related (any of the words).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.search import analyzer, sounds, synonyms, terms

Slot = tuple[str, ...]
"""Words of which any will do."""
Choice = tuple[Slot, ...]
"""Slots all of which must be held."""
MOST_CHOICES = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """`parts` must all be held, each by any of its choices; the first choice of each is what was typed. `shown`: the words that were put in
    the place of misspelled ones. `every`: false where any part will do."""

    parts: tuple[tuple[Choice, ...], ...]
    every: bool = True
    shown: tuple[str, ...] = ()

    @property
    def sql(self) -> tuple[str, list[str]]:
        """The tsquery to find by."""
        return _joined((_joined(map(_choice, part), " || ") for part in self.parts), " && " if self.every else " || ")

    @property
    def typed(self) -> tuple[str, list[str]]:
        """The tsquery of what was typed alone, or was put in its place: it ranks above what stands for it."""
        return _joined((_choice(part[0]) for part in self.parts), " && " if self.every else " || ")

    @property
    def widened(self) -> bool:
        return any(len(part) > 1 for part in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


def _joined(pieces: Iterable[tuple[str, list[str]]], by: str) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    for sql, given in pieces:
        parts.append(sql)
        values += given
    return (parts[0] if len(parts) == 1 else f"({by.join(parts)})"), values


def _choice(choice: Choice) -> tuple[str, list[str]]:
    return _joined((analyzer.tsquery(slot, every=False) if len(slot) == 1 else _any(slot) for slot in choice), " && ")


def _any(slot: Slot) -> tuple[str, list[str]]:
    sql, values = analyzer.tsquery(slot, every=False)
    return f"({sql})", values


def _plain(term: synonyms.Term) -> Choice:
    return tuple((word,) for word in term)


def asked(q: str) -> Asked:
    """As asked: the words, their synonyms, and Chinese words that Latin letters may spell."""
    found = synonyms.grouped(analyzer.query_words(q))
    spelled = _spelled([word for term, _ in found for word in term])
    parts = []
    for term, others in found:
        choices = [_plain(term), *map(_plain, others)]
        if len(term) == 1:
            choices += spelled.get(term[0], ())
        parts.append(tuple(dict.fromkeys(choices))[:MOST_CHOICES])
    return Asked(tuple(parts))


def _spelled(words: Sequence[str]) -> dict[str, list[Choice]]:
    """For words of Latin letters: Chinese words of that sound, or with these initials where nothing public is spelled so."""
    letters = [word for word in words if word.isascii() and word.isalpha() and len(word) > 1]
    if not letters:
        return {}
    stretches = {word: sounds.cuts(word) for word in letters}
    pieces = {word[begin:end] for word, places in stretches.items() for begin, end in places if end - begin > 2}
    known = terms.look(letters, sorted(pieces), letters)
    return {word: _heard(word, stretches[word], known) for word in letters}


def _heard(word: str, places: Sequence[tuple[int, int]], known: terms.Known) -> list[Choice]:
    if whole := known.sound.get(word):
        return [((*whole,),)]
    if word in known.spelled:
        return []
    cut = _fewest(len(word), {(begin, end): tuple(known.sound.get(word[begin:end], ())) for begin, end in places})
    if cut:
        return [cut]
    first = known.initials.get(word)
    return [((*first,),)] if first else []


def _fewest(length: int, slots: dict[tuple[int, int], Slot]) -> Choice:
    """The fewest known words that together cover everything; empty if none do."""
    best: dict[int, Choice] = {0: ()}
    for (begin, end), slot in sorted(slots.items()):
        if slot and begin in best and (end not in best or len(best[begin]) + 1 < len(best[end])):
            best[end] = (*best[begin], slot)
    return best.get(length, ())


def corrected(q: str) -> Asked:
    """Words in place of misspelled ones: Latin words spelled alike, Chinese words that sound the same. Empty if none are known."""
    words = analyzer.query_words(q)
    latin = [word for word in words if word.isascii() and word.isalpha() and len(word) > 3]
    han = [run for run in analyzer.query_runs(q) if analyzer.is_han(run) and 1 < len(run) <= 20]
    known = terms.look(latin, sorted({piece for run in han for piece in _pieces(run)}), ())
    near = terms.alike([word for word in latin if word not in known.spelled]) if latin else {}
    parts: list[tuple[Choice, ...]] = []
    shown: list[str] = []
    for run in analyzer.query_runs(q):
        if run in han:
            heard = sounds.syllables(run)
            choice = _fewest(len(heard), {
                (begin, end): _nearest(run[begin:end], known.sound.get("".join(heard[begin:end]), ())) for begin in range(len(heard)) for end in range(begin + 2, len(heard) + 1)
            })  # fmt: skip
            parts += [(_plain((word,)),) for word in analyzer.query_words(run)] if not choice else [((slot,),) for slot in choice]
            shown += [slot[0] for slot in choice]
        elif run in near:
            parts.append(tuple(_plain((word,)) for word in near[run]))
            shown.append(near[run][0])
        elif run in words:
            parts.append((_plain((run,)),))
            shown.append(run)
    changed = [word for word in shown if word not in words]
    return Asked(tuple(parts), shown=tuple(shown)) if changed else Asked(())


def _nearest(written: str, words: Sequence[str]) -> Slot:
    """Of words that sound like what was written those that share most characters with it."""
    shared = {word: sum(one == other for one, other in zip(word, written, strict=False)) for word in words if len(word) == len(written)}
    most = max(shared.values(), default=0)
    return tuple(sorted(word for word, number in shared.items() if number == most))


def _pieces(run: str) -> list[str]:
    heard = sounds.syllables(run)
    return ["".join(heard[begin:end]) for begin in range(len(heard)) for end in range(begin + 2, min(len(heard), begin + terms.LONGEST_HAN) + 1)]


def related(q: str) -> Asked:
    """Any of the words, or what stands for them."""
    found = synonyms.grouped(analyzer.related_words(q))
    return Asked(tuple(tuple(dict.fromkeys((_plain(term), *map(_plain, others))))[:MOST_CHOICES] for term, others in found), every=False)
