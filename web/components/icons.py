"""Icons, and the sprite that holds only what a page uses.

`{% icon %}` writes a reference; the `{% icons %}` block around a page finds the references in what was rendered and appends one
inline sprite. Reading the output, not counting calls, keeps it right for cached fragments and hand-written references alike.
Pages that use htmx get its script the same way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe
from django_htmx.jinja import django_htmx_script, htmx_script

from web.components.library import register
from web.components.markup import esc

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "web" / "icons"
REFERENCE = re.compile(r'href="#i-([a-z0-9]+)"')
DRAWING = re.compile(r'<svg [^>]*viewBox="([^"]+)">(.*)</svg>', re.DOTALL)


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Name -> symbol element, from the files in templates/web/icons."""
    symbols = {}
    for path in sorted(FOLDER.glob("*.svg")):
        found = DRAWING.search(path.read_text(encoding="utf-8"))
        if not found:
            raise ValueError(f"{path.name} is not an icon: one svg element with a viewBox is expected")
        symbols[path.stem] = f'<symbol id="i-{path.stem}" viewBox="{found[1]}">{found[2].strip()}</symbol>'
    return symbols


def glyph(name: str, label: str = "", css: str = "i") -> SafeString:
    """A reference to the icon; decorative unless it has a label."""
    return _glyph(name, esc(label) if label else "", css)


@lru_cache(maxsize=1024)
def _glyph(name: str, escaped_label: str, css: str) -> SafeString:
    if name not in drawings():
        raise TemplateSyntaxError(f"no icon is called {name!r}")
    role = f'role="img" aria-label="{escaped_label}"' if escaped_label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="{css}" {role}><use href="#i-{name}"/></svg>')  # noqa: S308  (escaped above, css is ours)


def sprite(html: str) -> SafeString:
    """The symbols that `html` refers to, as one hidden svg; empty if there are none."""
    known = drawings()
    used = sorted({name for name in REFERENCE.findall(html) if name in known})
    if not used:
        return SafeString("")
    return mark_safe(f'<svg class="sprite" aria-hidden="true" focusable="false">{"".join(known[name] for name in used)}</svg>')  # noqa: S308


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "globe" %}`; with `label=` it is an image of its own."""
    return glyph(name, label)


@register.simple_block_tag
def icons(content: str, scripts: bool = False) -> SafeString:
    """`{% icons %}...{% endicons %}`: what is inside, then the sprite; with `scripts=True` also htmx where it is used."""
    tail = sprite(content)
    if scripts and " hx-" in content:
        tail += htmx_script() + django_htmx_script()
    return mark_safe(content) + tail  # noqa: S308  (content was escaped when it was rendered)
