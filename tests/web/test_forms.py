"""One field of each kind: label, hint, error and their ids; cards; the summary that links to them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from web.components_page import SampleForm
from web.forms import Card


class Kinds(forms.Form):
    title = forms.CharField(label="Title", help_text="What it is.")
    places = forms.MultipleChoiceField(label="Places", choices=[("cn", "Mainland"), ("sg", Card("Singapore", "abroad", "SG"))], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="Agreed", help_text="Needed.")
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")
    note = forms.CharField(label="Note", required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("These answers do not go together.")


def shown(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template("{% load web %}" + source).render(Context(context))


def test_a_field_ties_label_hint_and_error_to_its_input() -> None:
    html = shown("{% field form.title %}", form=Kinds({}))
    assert '<label for="id_title">Title</label>' in html
    assert 'aria-describedby="id_title_hint id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_hint">What it is.' in html
    assert "(optional)" not in html


def test_optional_says_so() -> None:
    assert "(optional)" in shown("{% field form.note %}", form=Kinds())


def test_cards_bring_note_and_aside() -> None:
    html = shown("{% field form.places %}", form=Kinds({"places": ["sg"]}))
    assert html.count('type="checkbox"') == 2
    assert re.search(r'value="sg" id="id_places_1" checked', html)
    assert "<small>abroad</small>" in html
    assert "<legend>Places</legend>" in html


def test_a_tick_and_a_hidden_field() -> None:
    html = shown("{% fields form %}", form=Kinds())
    assert '<label class="tick" for="id_agreed">' in html
    assert re.search(r'<input type="hidden" name="secret" value="x"', html)


def test_the_summary_links_to_each_input() -> None:
    html = shown("{% errors form %}", form=Kinds({}))
    assert {"id_title", "id_places_0", "id_agreed", "id_secret"} == set(re.findall(r'href="#([^"]+)"', html))
    assert "These answers do not go together." in html
    assert "5 answers need a look" in html
    assert "autofocus" in html


def test_no_summary_when_all_is_well() -> None:
    assert shown("{% errors form %}", form=Kinds()).strip() == ""
    assert shown("{% errors nothing %}").strip() == ""


def test_a_formset_speaks_too() -> None:
    formset = forms.formset_factory(SampleForm, min_num=1)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    assert "#id_form-0-purpose" in shown("{% errors formset %}", formset=formset)


def test_what_people_typed_is_escaped() -> None:
    html = shown("{% fields form %}{% errors form %}", form=Kinds({"title": '"><script>x</script>'}))
    assert "<script>" not in html


def test_a_button_that_cannot_be_used_says_why() -> None:
    html = shown('{% act "Sign" reason="Only an owner may sign." %}')
    assert "<button" not in html
    described = re.search(r'aria-describedby="(\w+)"', html)
    assert described
    assert f'id="{described[1]}">Only an owner may sign.' in html


def test_a_misspelt_state_or_icon_fails_loudly() -> None:
    for source in ('{% badge "gren" "x" %}', '{% icon "nothing" %}', "{% grade 7 %}", '{% act "x" tone="loud" %}'):
        with pytest.raises(Exception, match="unknown|no icon|not a grade"):
            shown(source)
