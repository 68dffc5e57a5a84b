"""The Merkle tree of the log, after RFC 6962 section 2.1 and RFC 9162 section 2.1: hashing, growing, proving and checking.

Pure functions over SHA-256 hashes; nothing here knows where hashes are stored. Whoever proves hands in a `Read`: given a level
and an index it returns the hash of the complete subtree over the leaves `index * 2**level` to `(index + 1) * 2**level - 1`.
Whoever checks needs nothing but the proof.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Read = Callable[[int, int], bytes]


class BadProof(ValueError):
    """The proof cannot belong to that tree: wrong length, or a place outside the tree."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry; the prefix keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root of a complete subtree, from all its `2**n` hashes at one level; far quicker than adding them one by one."""
    level = list(hashes)
    if not level or len(level) & (len(level) - 1):
        raise ValueError("only a power of two of hashes folds into one")
    while len(level) > 1:
        pairs = iter(level)
        level = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return level[0]


class Frontier:
    """A growing tree reduced to what its growth needs: the complete subtrees at its right edge, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[tuple[int, bytes]] = []

    @classmethod
    def at(cls, size: int, read: Read) -> "Frontier":
        """The frontier of a stored tree, from at most log2(size) reads."""
        frontier = cls()
        for level in range(size.bit_length() - 1, -1, -1):
            if size >> level & 1:
                frontier._edge.append((level, read(level, (size >> level) - 1)))
        frontier.size = size
        return frontier

    def copy(self) -> "Frontier":
        """An independent frontier of the same tree."""
        twin = Frontier()
        twin.size, twin._edge = self.size, list(self._edge)
        return twin

    def add(self, subtree: bytes, level: int = 0) -> list[tuple[int, int, bytes]]:
        """Append a leaf, or a complete subtree where one fits; returns the (level, index, hash) of each node that became complete."""
        if self.size & ((1 << level) - 1):
            raise ValueError(f"a subtree of level {level} does not fit at size {self.size}")
        self.size += 1 << level
        completed = [(level, (self.size >> level) - 1, subtree)]
        while self._edge and self._edge[-1][0] == level:
            _, left = self._edge.pop()
            subtree = sha256(b"\x01" + left + subtree).digest()
            level += 1
            completed.append((level, (self.size >> level) - 1, subtree))
        self._edge.append((level, subtree))
        return completed

    def extend(self, leaves: Sequence[bytes], height: int) -> list[tuple[int, int, bytes]]:
        """Append many leaves, whole subtrees of level `height` at once where they fit; returns the (level, index, hash) of the nodes
        that became complete on the levels that are multiples of `height`."""
        completed: list[tuple[int, int, bytes]] = []
        width, place = 1 << height, 0
        while place < len(leaves):
            whole = self.size % width == 0 and place + width <= len(leaves)
            step = width if whole else 1
            nodes = self.add(fold(leaves[place : place + width]), height) if whole else self.add(leaves[place])
            completed += [node for node in nodes if node[0] and node[0] % height == 0]
            place += step
        return completed

    def root(self) -> bytes:
        """The Merkle tree hash of all leaves so far."""
        if not self._edge:
            return EMPTY_ROOT
        _, root = self._edge[-1]
        for _, left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes given one after another."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def root(size: int, read: Read) -> bytes:
    """The root of the first `size` leaves of a stored tree."""
    return Frontier.at(size, read).root()


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The audit path of leaf `index` in the tree of the first `size` leaves, from the leaf upward (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise BadProof(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_hash_of(middle, end, read))
            end = middle
        else:
            path.append(_hash_of(start, middle, read))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """That the tree of `new` leaves begins with the tree of `old` leaves, `0 < old <= new` (RFC 6962, 2.1.2)."""
    if not 0 < old <= new:
        raise BadProof(f"a tree of {new} leaves cannot be shown to extend one of {old}")
    path: list[bytes] = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_hash_of(middle, end, read))
            end = middle
        else:
            path.append(_hash_of(start, middle, read))
            start = middle
    if start:  # else the old tree is itself a subtree, whose root the verifier already has
        path.append(_hash_of(start, end, read))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that leaf and path lead to (RFC 9162, 2.1.3.2); the caller compares it with a root it trusts."""
    if not 0 <= index < size:
        raise BadProof(f"leaf {index} is not in a tree of {size}")
    _require_hashes([leaf, *proof])
    place, last = index, size - 1
    result = leaf
    for sibling in proof:
        if last == 0:
            raise BadProof("the path is longer than the tree is high")
        if place & 1 or place == last:
            result = node_hash(sibling, result)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("the path is too short for the tree")
    return result


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], trusted_root: bytes) -> bool:
    """Whether the proof shows that leaf at that place under that root."""
    try:
        return root_from_inclusion(leaf, index, size, proof) == trusted_root
    except BadProof:
        return False


def extends(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new or any(len(item) != HASH_SIZE for item in (old_root, new_root, *proof)):
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """The largest power of two smaller than `size`: where RFC 6962 divides a tree."""
    return 1 << (size - 1).bit_length() - 1


def _hash_of(start: int, end: int, read: Read) -> bytes:
    """The hash over the leaves from `start` to `end`; `start` is a multiple of every power of two the division meets."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return read(level, start >> level)
    middle = start + _split(size)
    return node_hash(_hash_of(start, middle, read), _hash_of(middle, end, read))


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise BadProof(f"a hash must have {HASH_SIZE} bytes")
