"""Money as whole minor units with a currency: no float ever touches an amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Invalid

# ISO 4217 minor-unit exponents of the currencies the exchange can hold
EXPONENTS = {"CNY": 2, "HKD": 2, "SGD": 2, "USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
LARGEST = 10**15
# ASCII digits only and no exponent: Decimal() also reads "1_000", "１２" and "1e9", and rounds beyond 28 digits
_PLAIN = re.compile(r"(-)?([0-9]{1,20})(?:\.([0-9]{1,20}))?")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`minor` units of `currency`: Money(123450, "CNY") is 1,234.50 yuan."""

    minor: int
    currency: str = "CNY"

    @property
    def amount(self) -> str:
        """Plain decimal text, as in the API: "1234.50"."""
        exponent = EXPONENTS[self.currency]
        return f"{Decimal(self.minor).scaleb(-exponent):.{exponent}f}"

    def as_json(self) -> dict[str, str]:
        return {"amount": self.amount, "currency": self.currency}

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def parse(amount: str, currency: str = "CNY", *, field: str = "amount") -> Money:
    """Text to Money. Errors: Invalid for an unknown currency, no number, too many decimals, or a size beyond 10^15 minor units."""
    if currency not in EXPONENTS:
        raise Invalid(fields={field: [Say(gettext_noop("The currency %(currency)s is not handled here."), {"currency": currency})]})
    plain = _PLAIN.fullmatch(str(amount))
    if plain is None:
        raise Invalid(fields={field: [Say(gettext_noop("Write the amount as a plain number such as 1234.50."))]})
    sign, whole, fraction = plain.groups(default="")
    exponent = EXPONENTS[currency]
    minor = int(sign + whole + fraction.rstrip("0").ljust(exponent, "0"))
    if len(fraction.rstrip("0")) > exponent or abs(minor) > LARGEST:
        raise Invalid(fields={field: [Say(gettext_noop("The amount has too many decimals or is too large."))]})
    return Money(minor, currency)


def share(minor: int, basis_points: int) -> int:
    """`basis_points` ten-thousandths of `minor`, rounded half up to a whole minor unit; the rest is `minor - share`."""
    if minor < 0 or not 0 <= basis_points <= 10_000:
        raise ValueError("share takes a non-negative amount and 0..10000 basis points")
    return (minor * basis_points + 5_000) // 10_000


def split(minor: int, weights: list[int]) -> list[int]:
    """Split `minor` by `weights` so that the parts sum to the whole; the largest remainders get the odd units, first come first."""
    total = sum(weights)
    if minor < 0 or total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("split takes a non-negative amount and weights with a positive sum")
    parts = [minor * weight // total for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(minor * weights[i] % total), i))
    for i in remainders[: minor - sum(parts)]:
        parts[i] += 1
    return parts
