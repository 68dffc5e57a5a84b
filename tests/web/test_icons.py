"""The sprite: from output, not from calls; htmx only where it is used."""

from __future__ import annotations

from django.template import Context, Template

from web.components.icons import drawings, sprite


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
