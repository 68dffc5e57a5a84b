"""The Merkle tree against the published vectors of certificate transparency, and against the definition by brute force."""

import base64
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given, settings, strategies as st

from exchange.audit.tree import (
    EMPTY_ROOT,
    BadProof,
    Frontier,
    consistency_proof,
    extends,
    fold,
    includes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    root_from_inclusion,
    root_of,
)

# Source of the vectors: github.com/transparency-dev/merkle, testonly/constants.go, rfc6962/rfc6962_test.go and testdata/ (the
# reference data of certificate transparency, RFC 6962).
LEAVES = [bytes.fromhex(entry) for entry in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (0, 8, [
        "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
    ]),
    (5, 8, [
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    ]),
    (2, 3, ["+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="]),
    (1, 5, [
        "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
    ]),
]  # fmt: skip
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [
        "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
    ]),
    (6, 8, [
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    ]),
    (2, 5, ["Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=", "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="]),
    (6, 7, [
        "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    ]),
]  # fmt: skip


def stored(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    """A reader over a tree kept as a dictionary of all its complete subtrees."""
    nodes: dict[tuple[int, int], bytes] = {}
    frontier = Frontier()
    for leaf in leaves:
        nodes.update({(level, index): value for level, index, value in frontier.add(leaf)})
    return lambda level, index: nodes[level, index]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


def hashes(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def test_hashing_vectors() -> None:
    assert EMPTY_ROOT.hex() == ROOTS[0]
    assert leaf_hash(b"").hex() == ROOTS[1]
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


@pytest.mark.parametrize("size", range(9))
def test_root_vectors(size: int) -> None:
    leaves = [leaf_hash(entry) for entry in LEAVES[:size]]
    assert root_of(leaves).hex() == ROOTS[size]
    assert root(size, stored(leaves)).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion_vectors(index: int, size: int, proof: list[str]) -> None:
    path = [base64.b64decode(item) for item in proof]
    leaves = [leaf_hash(entry) for entry in LEAVES]
    assert inclusion_proof(index, size, stored(leaves)) == path
    assert includes(leaves[index], index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
def test_consistency_vectors(old: int, new: int, proof: list[str]) -> None:
    path = [base64.b64decode(item) for item in proof]
    assert consistency_proof(old, new, stored([leaf_hash(entry) for entry in LEAVES])) == path
    assert extends(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), path)


def test_every_proof_of_every_small_tree() -> None:
    leaves = hashes(33)
    read = stored(leaves)
    roots = [by_definition(leaves[:size]) for size in range(34)]
    for size in range(1, 34):
        assert root(size, read) == roots[size]
        for index in range(size):
            proof = inclusion_proof(index, size, read)
            assert includes(leaves[index], index, size, proof, roots[size])
            for wrong in range(size):
                assert includes(leaves[index], wrong, size, proof, roots[size]) is (wrong == index)
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, read)
            assert extends(old, size, roots[old], roots[size], proof)
            assert not extends(old, size, roots[old - 1], roots[size], proof)
            assert not extends(old, size, roots[old], roots[size - 1], proof)


@settings(deadline=None)
@given(st.integers(1, 3000), st.data())
def test_a_damaged_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    leaves = hashes(size)
    read, index = stored(leaves), data.draw(st.integers(0, size - 1))
    good, trusted = inclusion_proof(index, size, read), root_of(leaves)
    assert includes(leaves[index], index, size, good, trusted)
    assert not includes(leaves[index], index, size, [*good, trusted], trusted)
    assert not includes(leaf_hash(b"other"), index, size, good, trusted)
    if good:
        assert not includes(leaves[index], index, size, good[1:], trusted)
        assert not includes(leaves[index], index, size, good[:-1], trusted)
        place, bit = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(good[place]) ^ 1 << bit).to_bytes(32)
        assert not includes(leaves[index], index, size, [*good[:place], flipped, *good[place + 1 :]], trusted)


@settings(deadline=None)
@given(st.integers(1, 2000), st.data())
def test_a_damaged_consistency_proof_is_refused(new: int, data: st.DataObject) -> None:
    leaves = hashes(new)
    read, old = stored(leaves), data.draw(st.integers(1, new))
    good, before, after = consistency_proof(old, new, read), root_of(leaves[:old]), root_of(leaves)
    assert extends(old, new, before, after, good)
    assert not extends(old, new, before, after, [*good, after])
    if good:
        assert not extends(old, new, before, after, good[:-1])
        place, bit = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(good[place]) ^ 1 << bit).to_bytes(32)
        assert not extends(old, new, before, after, [*good[:place], flipped, *good[place + 1 :]])


@settings(deadline=None)
@given(st.integers(0, 600), st.integers(0, 600))
def test_a_frontier_read_back_grows_like_the_first(size: int, more: int) -> None:
    leaves = hashes(size + more)
    frontier = Frontier.at(size, stored(leaves[:size]))
    twin = frontier.copy()
    for leaf in leaves[size:]:
        frontier.add(leaf)
    assert (frontier.size, frontier.root()) == (size + more, root_of(leaves))
    assert (twin.size, twin.root()) == (size, root_of(leaves[:size]))


def test_whole_subtrees_can_be_added_where_they_fit() -> None:
    leaves = hashes(700)
    frontier = Frontier()
    for start in (0, 256):
        frontier.add(fold(leaves[start : start + 256]), level=8)
    for leaf in leaves[512:]:
        frontier.add(leaf)
    assert frontier.root() == root_of(leaves)
    with pytest.raises(ValueError, match="does not fit"):
        frontier.add(leaves[0], level=8)


@settings(deadline=None)
@given(st.integers(0, 600), st.integers(0, 1200))
def test_many_leaves_at_once_complete_the_same_nodes(size: int, more: int) -> None:
    leaves = hashes(size + more)
    frontier, twin = Frontier.at(size, stored(leaves[:size])), Frontier.at(size, stored(leaves[:size]))
    one_by_one = [node for leaf in leaves[size:] for node in twin.add(leaf) if node[0] == 8]
    assert frontier.extend(leaves[size:], 8) == one_by_one
    assert (frontier.size, frontier.root()) == (twin.size, twin.root())


@pytest.mark.parametrize("count", [0, 3, 255])
def test_only_a_complete_subtree_folds(count: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        fold(hashes(count))


def test_places_outside_the_tree_are_refused() -> None:
    read = stored(hashes(4))
    for index, size in ((4, 4), (-1, 4), (0, 0)):
        with pytest.raises(BadProof):
            inclusion_proof(index, size, read)
        with pytest.raises(BadProof):
            root_from_inclusion(bytes(32), index, size, [])
    for old, new in ((0, 4), (5, 4), (-1, 4)):
        with pytest.raises(BadProof):
            consistency_proof(old, new, read)
        assert not extends(old, new, bytes(32), bytes(32), [])
    with pytest.raises(BadProof):
        root_from_inclusion(b"short", 0, 1, [])
