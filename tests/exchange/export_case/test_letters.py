"""Letters: signed over both texts, checkable by anybody at /check/, and without the exchange."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from exchange.export_case import letters
from exchange.export_case.models import Letter
from exchange.export_case.states import State
from kernel import keys
from kernel.canonical import canonical
from tests.cast import Party
from tests.factories.export_case import case_in


def checked(text: str) -> str:
    answer = Client(headers={"Accept-Language": "en"}).post("/check/", {"proof": text})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_letter_is_checked_by_anybody(provider: Party, overseas: Party, operator: Party, regulator: Party) -> None:
    case = case_in(State.REFUSED, provider, overseas, operator, regulator)
    letter = Letter.objects.filter(case=case).select_related("case").latest("number")
    told = letters.as_json(letter)
    said = {name: told[name] for name in ("number", "case", "kind", "whose", "at", "text_zh", "text_en")}
    assert keys.verify(base64.b64decode(told["public_key"]), base64.b64decode(told["signature"]), canonical({"type": told["type"], **said})), "with no code of ours"
    page = checked(canonical(told).decode())
    assert "Yes: this letter is the exchange" in page and letter.number in page and "不予通过" in page and "Simulated authority" in page
    assert "does not hold" in checked(canonical(told | {"text_en": told["text_en"].replace("refused", "approved")}).decode())
    stranger = Ed25519PrivateKey.generate()
    forged = told | {
        "public_key": base64.b64encode(stranger.public_key().public_bytes_raw()).decode(), "signature": base64.b64encode(stranger.sign(letters.statement(**said))).decode(),
    }  # fmt: skip
    assert "no known key" in checked(canonical(forged).decode())
    assert "does not hold" in checked(canonical({"type": letters.TYPE}).decode())


def test_letters_tell_in_both_languages_what_was_decided_and_by_whom(provider: Party, overseas: Party, operator: Party, regulator: Party) -> None:
    case = case_in(State.RETURNED, provider, overseas, operator, regulator)
    letter = Letter.objects.get(case=case)
    assert "统一社会信用代码证件影印件：The code cannot be read." in letter.text_zh
    assert "Copy of the credit-code certificate: The code cannot be read." in letter.text_en
    assert "模拟" in letter.text_zh and "no legal force" in letter.text_en
