"""Is this text such a number? Predicates on one value: identity, card, telephone, passport, plate, credit code, e-mail, IP, place.

A value arrives stripped. Each answers for the form and, where there is one, the checksum: GB 11643 (ISO 7064 MOD 11-2) for identity
numbers, Luhn for cards (ISO/IEC 7812), GB 32100 for credit codes, numbering plans for telephones.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import date

import phonenumbers
from stdnum import luhn
from stdnum.cn import ric, uscc

_ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]", re.ASCII)
_PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91}
# the industries that issue cards: 3 travel, 4 and 5 banking, 62 China UnionPay, 6 others
_CARD = re.compile(r"(?:3[4-7]\d{13}|4\d{15}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|6\d{15,18}|9[0-9]\d{14,17})", re.ASCII)
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(?:\+?86[- ]?)?\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}(?:[-转x]\d{1,5})?", re.ASCII)
_PASSPORT = re.compile(r"(?:[EGDSPK]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E\d{7}|1[45]\d{7})", re.ASCII)
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-Z][·• -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领]", re.ASCII)
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_]{2,24}")
_PAIR = re.compile(r"[(\[]?\s*(-?\d{1,3}\.\d{3,})\s*[,;\s，]\s*(-?\d{1,3}\.\d{3,})\s*[)\]]?", re.ASCII)
_POINT = re.compile(r"-?\d{1,3}\.\d{3,}", re.ASCII)
_GAPS = str.maketrans("", "", " -\u00a0")
# written as data, because a date's form is not a matter of one library's taste
_DATE = re.compile(r"(\d{4})(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?", re.ASCII)
_OLDEST = 1880


def is_resident_id(value: str) -> bool:
    if not _ID.fullmatch(value) or int(value[:2]) not in _PROVINCES:
        return False
    return bool(_day(value[6:10], value[10:12], value[12:14])) and bool(ric.calc_check_digit(value) == value[17].upper())


def is_bank_card(value: str) -> bool:
    digits = value.translate(_GAPS)
    return bool(_CARD.fullmatch(digits)) and bool(luhn.is_valid(digits)) and len(set(digits)) > 3


def is_credit_code(value: str) -> bool:
    return len(value) == 18 and bool(uscc.is_valid(value.upper()))


def is_mobile(value: str) -> bool:
    return len(value) <= 20 and bool(_MOBILE.fullmatch(value.translate(_GAPS)))


def is_landline(value: str) -> bool:
    return bool(_LANDLINE.fullmatch(value)) and _is_of_plan(value, phonenumbers.PhoneNumberType.FIXED_LINE)


def _is_of_plan(value: str, kind: int) -> bool:
    try:
        number = phonenumbers.parse(re.split("[转x]", value)[0], "CN")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(number) in (kind, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE))


def is_passport(value: str) -> bool:
    return bool(_PASSPORT.fullmatch(value.upper()))


def is_plate(value: str) -> bool:
    return bool(_PLATE.fullmatch(value.upper()))


def is_email(value: str) -> bool:
    return len(value) <= 254 and bool(_EMAIL.fullmatch(value))


def is_ip(value: str) -> bool:
    if value.count(".") != 3 and value.count(":") < 2:
        return False
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def is_pair(value: str) -> bool:
    """Both coordinates in one cell, in either order, with three decimals (about 100 m) or more."""
    found = _PAIR.fullmatch(value)
    return found is not None and min(abs(float(found[1])), abs(float(found[2]))) <= 90 and max(abs(float(found[1])), abs(float(found[2]))) <= 180


def is_coordinate(value: str) -> bool:
    return bool(_POINT.fullmatch(value)) and abs(float(value)) <= 180


def is_date(value: str) -> bool:
    found = _DATE.fullmatch(value)
    return found is not None and _day(found[1], found[2], found[3])


def _day(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)).year >= _OLDEST
    except ValueError:
        return False
