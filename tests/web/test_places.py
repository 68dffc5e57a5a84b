"""Names of places: every code that names one has both names, and they are those used in the mainland."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override

from accounts.rules.countries import CODES
from web.places import place, places


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_code_has_a_name(language: str) -> None:
    with override(language):
        assert [code for code in CODES if place(code) == code] == []
        assert len({place(code) for code in CODES}) == len(CODES)


@pytest.mark.parametrize(("code", "english", "chinese"), [
    ("SG", "Singapore", "新加坡"), ("HK", "Hong Kong, China", "中国香港"), ("MO", "Macao, China", "中国澳门"), ("TW", "Taiwan, China", "中国台湾"), ("??", "??", "??"),
])  # fmt: skip
def test_in_the_readers_language(code: str, english: str, chinese: str) -> None:
    with override("en"):
        assert place(code) == english
        assert Template("{% load web %}{{ code|place }}").render(Context({"code": code})) == english
    with override("zh-hans"):
        assert place(code) == chinese


def test_several_in_one_line() -> None:
    with override("en"):
        assert (places(["HK", "SG"]), places([])) == ("Hong Kong, China; Singapore", "–")
