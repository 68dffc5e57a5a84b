"""Canonical JSON against the published vectors of RFC 8785 and against its own reader."""

import json
import math
import struct

import pytest
from hypothesis import given, settings, strategies as st

from kernel.canonical import NotCanonical, canonical, ecmascript_number, parse

# RFC 8785, appendix B: the bits of a double and its text.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_of_rfc_8785_appendix_b(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert ecmascript_number(number) == text


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_not_a_number_and_infinities_are_refused(bits: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    with pytest.raises(NotCanonical):
        canonical({"n": number})


def test_sample_of_rfc_8785_section_3_2_2() -> None:
    text = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    # RFC 8785, section 3.2.4 gives these bytes.
    expected = (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b33333333333333"
        "33332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac24"
        "5c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )
    assert canonical(parse(text)).hex() == expected


def test_keys_in_utf16_order_as_in_rfc_8785_section_3_2_3() -> None:
    text = r"""{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}"""
    assert list(json.loads(canonical(parse(text))).values()) == [
        "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis",
        "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
    ]  # fmt: skip


def test_text_is_not_normalized() -> None:
    assert canonical(parse(r'{"Unnormalized Unicode":"A\u030a"}')) == '{"Unnormalized Unicode":"A\u030a"}'.encode()


@pytest.mark.parametrize(
    "value",
    [{1: "a"}, {None: 1}, b"bytes", {"a": b"x"}, object(), {"a": {1, 2}}, 2**53, -(2**53), "\ud800", {"\udc00": 1}, math.nan],
)
def test_values_without_a_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', "NaN", "[Infinity]", "[-Infinity]", "1e999", r'"\ud800"', r'{"\udfff":1}', '"\ud800"',
        "9007199254740993", "1" * 5000, "{", "", b"\xff", "[1,]", "[" * 100_000,
    ],
)  # fmt: skip
def test_texts_that_could_be_read_two_ways_are_refused(text: str | bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(text)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(NotCanonical):
        canonical(value)


letters = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | letters,
    lambda inner: st.lists(inner) | st.dictionaries(letters, inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(values)
def test_what_is_written_reads_back_and_writes_the_same(value: object) -> None:
    once = canonical(value)
    assert parse(once) == value
    assert canonical(parse(once)) == once


@settings(deadline=None)
@given(st.dictionaries(letters, st.integers(0, 9)))
def test_the_order_of_insertion_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(value) == canonical(dict(reversed(list(value.items()))))
