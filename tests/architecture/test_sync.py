"""What is written twice agrees: models and migrations, code and translations, settings and the README's table."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from settings import env
from tests.architecture.sources import ROOT


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_every_sentence_is_translated() -> None:
    from web.messages import untranslated

    wrong = untranslated()
    assert not wrong, "\n".join([*wrong[:60], f"{len(wrong)} in all"])


def test_readme_has_the_table_of_variables() -> None:
    assert env.table() in (ROOT / "README.md").read_text(), "put what `python -m settings.env` prints into README.md"
