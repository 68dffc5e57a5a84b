"""The sprite: from output, not from calls; htmx only where it is used; marks are escaped whatever came before."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.functional import lazystr
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from web.components.icons import drawings, sprite
from web.components.markup import esc


def shown(source: str) -> str:
    return Template("{% load web %}" + source).render(Context({}))


def test_an_icon_inside_anything_reaches_the_sprite() -> None:
    html = shown('{% icons %}<p>{% if 1 %}{% badge "done" "x" %}{% endif %}<use href="#i-lock"/>{% endicons %}')
    assert html.count("<symbol") == 2
    assert html.index("<p>") < html.index("<symbol")


def test_unknown_references_and_plain_pages() -> None:
    assert sprite('<use href="#i-nosuch"/>') == ""
    assert shown("{% icons %}plain{% endicons %}") == "plain"


def test_htmx_is_loaded_where_it_is_used() -> None:
    assert "htmx" not in shown('{% icons scripts=True %}<a href="/">x</a>{% endicons %}')
    assert 'django_htmx/htmx' in shown('{% icons scripts=True %}<a hx-get="/">x</a>{% endicons %}')
    assert "htmx" not in shown('{% icons %}<a hx-get="/">x</a>{% endicons %}')


def test_drawings_are_plain_strokes() -> None:
    for name, symbol in drawings().items():
        assert "style" not in symbol, name
        assert "<script" not in symbol, name
    assert {f"g{i}" for i in range(1, 7)} <= set(drawings())


@pytest.mark.parametrize("value", ["a<b>&\"'", mark_safe("<b>x</b>"), lazystr("<i>"), lazystr(mark_safe("<i>")), 7, None])
def test_escaping_is_django_s_own(value: object) -> None:
    assert esc(value) == conditional_escape(value)
    assert type(esc(value)) is str


def test_a_safe_label_does_not_lend_its_safety() -> None:
    for tag in ('{% badge "done" label %}', '{% chip label icon="eye" %}', '{% grade 3 label=label %}', '{% icon "eye" label=label %}'):
        template = Template("{% load web %}" + tag)
        assert "<b>" in template.render(Context({"label": mark_safe("<b>")}))
        assert "<b>" not in template.render(Context({"label": "<b>"}))
