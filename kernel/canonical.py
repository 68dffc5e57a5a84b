"""Canonical JSON: the one byte form of a value, after RFC 8785 (JSON Canonicalization Scheme).

What is hashed or signed passes through here: `canonical()` writes, `parse()` reads strictly. Numbers follow ECMAScript's
Number-to-String, keys are ordered by their UTF-16 code units, and whatever has no single faithful form is refused: NaN and
infinities, integers a double cannot hold exactly, lone surrogates, keys that are not text, a key given twice. Dates, decimals
and ids are not JSON: the caller turns them into text first. Nothing here hashes or signs.
"""

import json
import math
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

LARGEST_INTEGER = 2**53 - 1
"""I-JSON (RFC 7493): beyond it two different integers become one double."""


class NotCanonical(ValueError):
    """The value or text has no canonical form; the message says where and why."""


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value made of None, bool, int, float, str, sequences and mappings; raises NotCanonical."""
    pieces: list[str] = []
    try:
        _write(value, pieces)
        return "".join(pieces).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds a lone surrogate, which UTF-8 cannot carry") from error
    except RecursionError as error:
        raise NotCanonical("the value is nested too deeply") from error


def parse(text: bytes | str) -> Any:
    """The value of a JSON text, canonical or not; raises NotCanonical for what `canonical()` could not write back."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_float, parse_int=_integer)
        _refuse_lone_surrogates(value)
        return value
    except UnicodeDecodeError as error:
        raise NotCanonical("the text is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotCanonical(f"the text is not JSON: {error}") from error
    except RecursionError as error:
        raise NotCanonical("the text is nested too deeply") from error


def _write(value: Any, pieces: list[str]) -> None:
    if value is None:
        pieces.append("null")
    elif value is True:
        pieces.append("true")
    elif value is False:
        pieces.append("false")
    elif isinstance(value, str):
        pieces.append(encode_basestring(value))
    elif isinstance(value, int):
        pieces.append(str(_within_double(int(value))))
    elif isinstance(value, float):
        pieces.append(ecmascript_number(value))
    elif isinstance(value, Mapping):
        _write_object(value, pieces)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        _write_array(value, pieces)
    else:
        raise NotCanonical(f"a {type(value).__name__} is not a JSON value")


def _write_object(value: Mapping[Any, Any], pieces: list[str]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(f"the key {key!r} is not text")
    separator = "{"
    for key in sorted(value, key=_utf16):
        pieces.append(separator)
        pieces.append(encode_basestring(key))
        pieces.append(":")
        _write(value[key], pieces)
        separator = ","
    pieces.append("}" if value else "{}")


def _write_array(value: Sequence[Any], pieces: list[str]) -> None:
    separator = "["
    for item in value:
        pieces.append(separator)
        _write(item, pieces)
        separator = ","
    pieces.append("]" if value else "[]")


def _utf16(key: str) -> bytes:
    # Code points would order U+1F600 after U+FB33; as UTF-16 units (RFC 8785, 3.2.3) its first half comes before.
    return key.encode("utf-16-be")


def ecmascript_number(number: float) -> str:
    """A finite double as ECMAScript writes it (ECMA-262, Number::toString): shortest digits that read back the same."""
    if not math.isfinite(number):
        raise NotCanonical("NaN and infinities are not JSON numbers")
    if number == 0:
        return "0"  # minus zero as well
    sign = "-" if number < 0 else ""
    # Python's repr gives the same shortest digits as ECMAScript; only their layout differs.
    mantissa, _, exponent = repr(abs(float(number))).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def _within_double(number: int) -> int:
    if abs(number) > LARGEST_INTEGER:
        raise NotCanonical("an integer beyond 2^53 - 1 is not exact in JSON: give it as text")
    return number


def _integer(digits: str) -> int | float:
    number = float(digits)
    if abs(number) <= LARGEST_INTEGER:
        return int(digits)
    # A large double is written without a point (295147905179352830000): read it back only if nothing was lost.
    if math.isfinite(number) and ecmascript_number(number) == digits:
        return number
    raise NotCanonical("an integer beyond 2^53 - 1 is not exact in JSON: give it as text")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotCanonical("a number is too large for JSON")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotCanonical(f"the key {key!r} is given twice")
            seen.add(key)
    return value


def _refuse_constant(name: str) -> None:
    raise NotCanonical(f"{name} is not a JSON number")


def _refuse_lone_surrogates(value: Any) -> None:
    # A pair given as two escapes has become one character by now; a half that is left over stands alone.
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise NotCanonical("a string holds a lone surrogate, which UTF-8 cannot carry")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_lone_surrogates(key)
            _refuse_lone_surrogates(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_lone_surrogates(item)
