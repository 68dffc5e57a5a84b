"""Money as whole minor units with a currency: no float ever touches an amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_noop

from kernel.decision import Say
from kernel.errors import Invalid

# ISO 4217 minor-unit exponents of the currencies the exchange can hold
EXPONENTS = {"CNY": 2, "HKD": 2, "SGD": 2, "USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
LARGEST = 10**15


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
    try:
        scaled = Decimal(str(amount)).scaleb(EXPONENTS[currency])
    except InvalidOperation as error:
        raise Invalid(fields={field: [Say(gettext_noop("Write the amount as a plain number such as 1234.50."))]}) from error
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > LARGEST:
        raise Invalid(fields={field: [Say(gettext_noop("The amount has too many decimals or is too large."))]})
    return Money(int(scaled), currency)


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
