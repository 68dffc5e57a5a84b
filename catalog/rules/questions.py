"""Questions that a provider asks each buyer in the request form, and what their answers must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Invalid

MOST = 10
LONGEST = 300
LONGEST_ANSWER = 1_000


def checked(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Clean questions: {"zh", "en", "required"}, a text in both languages. Errors: Invalid, keys "questions.<position>.<column>"."""
    if len(given) > MOST:
        raise Invalid(fields={"questions": [Say(gettext_noop("At most %(most)s questions."), {"most": MOST})]})
    wrong: dict[str, list[Say]] = {}
    clean = []
    for position, row in enumerate(given, 1):
        texts = {name: " ".join(str(row.get(name) or "").replace("\x00", " ").split()) for name in ("zh", "en")}
        for name, text in texts.items():
            if not 1 <= len(text) <= LONGEST:
                wrong[f"questions.{position}.{name}"] = [Say(gettext_noop("Write the question in both languages, at most %(most)s characters each."), {"most": LONGEST})]
        clean.append(texts | {"required": bool(row.get("required"))})
    if wrong:
        raise Invalid(fields=wrong)
    return clean


def answered(questions: Sequence[Mapping[str, Any]], given: Sequence[str]) -> list[str]:
    """One answer for each question, in their order; an empty one where it may be. Errors: Invalid, keys "answers.<position>"."""
    texts = [str(one).replace("\x00", " ").strip() for one in given]
    wrong: dict[str, list[Say]] = {}
    if len(texts) > len(questions):
        wrong["answers"] = [Say(gettext_noop("There are more answers than questions."))]
    texts += [""] * (len(questions) - len(texts))
    for position, (question, text) in enumerate(zip(questions, texts, strict=False), 1):
        if question["required"] and not text:
            wrong[f"answers.{position}"] = [Say(gettext_noop("The provider asks for an answer to this."))]
        if len(text) > LONGEST_ANSWER:
            wrong[f"answers.{position}"] = [Say(gettext_noop("At most %(most)s characters."), {"most": LONGEST_ANSWER})]
    if wrong:
        raise Invalid(fields=wrong)
    return texts
