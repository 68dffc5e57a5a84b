"""Forms on pages: one field with label, hint and error; choice cards; the error summary.

Django's widgets are used as they are, with the ids that tie hint and error to the input. Optional fields say so; required ones
need no star.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import ngettext

from web.components.library import register
from web.forms import Card

SIZES = frozenset({"", "s", "m"})


def field_context(bound: BoundField, hint: str = "", size: str = "") -> dict[str, Any]:
    """What the field template needs: the kind of control, the ids, the widget already tied to hint and error."""
    widget = bound.field.widget
    hint = hint or str(bound.help_text)
    errors = list(bound.errors)
    root = bound.auto_id or f"id_{bound.html_name}"
    described = " ".join(filter(None, [f"{root}_hint" if hint else "", f"{root}_error" if errors else ""]))
    kind = kind_of(widget)
    given: dict[str, Any] = {
        "bound": bound, "kind": kind, "hint": hint, "errors": errors, "root": root, "described": described, "size": size if size in SIZES else "",
        "optional": not bound.field.required and kind not in {"tick", "hidden"},
    }
    if kind == "cards":
        given["cards"] = list(cards(bound))
    else:
        attrs: dict[str, str | bool] = {"aria-describedby": described} if described else {}
        if errors:
            attrs["aria-invalid"] = "true"
        if isinstance(widget, forms.Textarea):
            attrs["rows"] = widget.attrs.get("rows", "4")
        given["control"] = bound.as_widget(attrs=attrs)
    return given


def kind_of(widget: forms.Widget) -> str:
    """cards, tick, group (several inputs under one legend), hidden or plain."""
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "cards"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "group" if widget.use_fieldset else "plain"


def cards(bound: BoundField) -> Iterator[dict[str, Any]]:
    """The choices of a radio or checkbox group; a Card label brings its note and aside."""
    for option in bound.subwidgets:
        label = option.data["label"]
        card = label if isinstance(label, Card) else Card(label)
        yield {
            "type": option.data["type"], "name": option.data["name"], "value": option.data["value"], "id": option.id_for_label,
            "checked": option.data["selected"], "disabled": option.data["attrs"].get("disabled", False),
            "title": card.title, "note": card.note, "aside": card.aside,
        }


def anchor(bound: BoundField) -> str:
    """The id an error summary links to: the input itself, the first card of a group."""
    return f"{bound.auto_id}_0" if kind_of(bound.field.widget) in {"cards", "group"} else bound.auto_id or f"id_{bound.html_name}"


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, hint: str = "", size: str = "") -> dict[str, Any]:
    """`{% field form.title %}`, `{% field form.days size="s" hint=_("Working days.") %}`."""
    return field_context(bound, hint, size)


@register.inclusion_tag("web/components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """`{% fields form %}`: every field in order."""
    return {"rows": [field_context(bound) for bound in form], "form": form}


@register.inclusion_tag("web/components/choice.html")
def choice(
    name: str, value: str, title: str, *, note: str = "", aside: str = "", checked: bool = False, multiple: bool = False, id: str = "", disabled: bool = False
) -> dict[str, Any]:
    """`{% choice "plan" "room" _("Query room") note=_("500 queries a month") aside="¥320,000" checked=True %}`: one card by hand."""
    return {
        "type": "checkbox" if multiple else "radio", "name": name, "value": value, "title": title, "note": note, "aside": aside,
        "checked": checked, "id": id, "disabled": disabled,
    }


@register.inclusion_tag("web/components/errors.html")
def errors(*given: Any) -> dict[str, Any]:
    """`{% errors form %}`, `{% errors form formset %}`: everything to be mended, with links to the fields; nothing when all is well."""
    lines: list[tuple[str, str]] = []
    for thing in given:
        if isinstance(thing, forms.BaseFormSet):
            lines += [("", str(text)) for text in thing.non_form_errors()]
        for form in thing.forms if isinstance(thing, forms.BaseFormSet) else [thing] if thing else []:
            if not form.is_bound:
                continue
            lines += [("", str(text)) for text in form.non_field_errors()]
            lines += [(anchor(bound), f"{bound.label}: {text}") for bound in form for text in bound.errors]
    count = len(lines)
    return {"lines": lines, "title": ngettext("%(n)s answer needs a look", "%(n)s answers need a look", count) % {"n": count}}
