"""Values in the reader's form: money, times, sizes, digests, shares and counts, as template filters.

Times are shown in the current time zone (Asia/Shanghai unless the reader's page says otherwise); amounts are whole minor units.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, ngettext

from kernel import clock
from kernel.money import EXPONENTS
from web import places as names
from web.components.library import register

NBSP = "\u00a0"
MINUS = "\u2212"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def chinese() -> bool:
    return (get_language() or "").startswith("zh")


def amount(minor: int, currency: str = "CNY") -> str:
    """Whole minor units as "1,234.50", with the currency's own number of decimals."""
    exponent = EXPONENTS.get(currency, 2)
    whole, rest = divmod(abs(int(minor)), 10**exponent)
    text = f"{whole:,}" + (f".{rest:0{exponent}d}" if exponent else "")
    return MINUS + text if minor < 0 else text


@register.filter
def money(value: Any, currency: str = "") -> str:
    """`{{ price.minor|money:"CNY" }}`, or a Money alone; without a currency the bare number, for a column whose head names it."""
    if value is None or value == "":
        return ""
    if hasattr(value, "minor"):
        value, currency = value.minor, currency or value.currency
    text = amount(int(value), currency or "CNY")
    if not currency:
        return text
    if currency == "CNY" and chinese():
        return f"{MINUS}¥{text[1:]}" if text.startswith(MINUS) else f"¥{text}"
    return f"{currency}{NBSP}{text}"


def day_text(value: date, *, long: bool = False) -> str:
    if chinese():
        return f"{value.year} 年 {value.month} 月 {value.day} 日" if long else f"{value:%Y-%m-%d}"
    return f"{value.day} {(LONG_MONTHS if long else MONTHS)[value.month - 1]} {value.year}".replace(" ", NBSP)


@register.filter
def day(value: Any, form: str = "") -> SafeString | str:
    """`{{ d|day }}` as 16 Sep 2026 / 2026-09-16; `|day:"long"` for running text."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if not isinstance(value, date):
        return conditional_escape(value or "")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value, long=form == "long"))


@register.filter
def when(value: Any, form: str = "") -> SafeString | str:
    """`{{ dt|when }}`: day and minute. A date shows its day; a string stands as it is; `|when:"seconds"` adds seconds."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock_text = f"{local:%H:%M:%S}" if form == "seconds" else f"{local:%H:%M}"
    stamp = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}{}{}</time>', stamp, day_text(local.date()), NBSP if chinese() else " ", clock_text)


@register.filter
def until(value: Any) -> str:
    """How far away: "in 3 days", "2 days ago", "in 5 hours", "today" for a date that is today."""
    if isinstance(value, datetime):
        gap = value - clock.now()
        if abs(gap) < timedelta(days=1):
            return _hours(gap)
        days = (timezone.localtime(value).date() - clock.today()).days
    elif isinstance(value, date):
        days = (value - clock.today()).days
    else:
        return ""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


def _hours(gap: timedelta) -> str:
    minutes = int(abs(gap).total_seconds() // 60)
    ahead = gap > timedelta(0)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        text = ngettext("in %(n)s minute", "in %(n)s minutes", minutes) if ahead else ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes)
        return text % {"n": minutes}
    hours = minutes // 60
    text = ngettext("in %(n)s hour", "in %(n)s hours", hours) if ahead else ngettext("%(n)s hour ago", "%(n)s hours ago", hours)
    return text % {"n": hours}


@register.filter(name="bytes")
def bytes_(value: Any) -> str:
    """1840000000 -> "1.84 GB": decimal units, three figures."""
    if value is None or value == "":
        return ""
    size = float(int(value))
    units = ("B", "KB", "MB", "GB", "TB", "PB")
    step = 0
    while size >= 999.5 and step < len(units) - 1:
        size /= 1000
        step += 1
    digits = 0 if step == 0 or size >= 99.95 else 1 if size >= 9.995 else 2
    text = f"{size:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}{NBSP}{units[step]}"


@register.filter
def sha256(value: Any) -> SafeString | str:
    """The first and last four characters of a digest; the whole stands in the title and is copied with a selection."""
    text = value.hex() if isinstance(value, bytes | memoryview) else str(value or "")
    if len(text) <= 12:
        return conditional_escape(text)
    return format_html('<span class="hash" title="{}">{}…{}</span>', text, text[:4], text[-4:])


@register.filter
def percent(value: Any, digits: int = 1) -> str:
    """A share of one as a percentage: 0.989 -> "98.9%"."""
    if value is None or value == "":
        return ""
    text = f"{Decimal(str(value)) * 100:.{int(digits)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


@register.filter
def number(value: Any, cap: int | None = None) -> str:
    """1234 -> "1,234"; with a cap, "500+" for whatever reaches it: counts beyond are not taken."""
    if value is None or value == "":
        return ""
    if cap is not None and int(value) >= int(cap):
        return f"{int(cap):,}+"
    if isinstance(value, float | Decimal):
        return f"{value:,}".replace("-", MINUS)
    return f"{int(value):,}".replace("-", MINUS)


@register.filter
def place(code: Any) -> str:
    """`{{ "SG"|place }}` as Singapore or 新加坡."""
    return names.place(str(code or ""))


@register.filter
def places(codes: Any) -> str:
    """Several codes as names in one line."""
    return names.places(codes or ())


@register.filter
def lines(value: Any) -> list[str]:
    """A remedy as a list of sentences: a list stays one, a text is cut at its line ends."""
    if value is None or value == "":
        return []
    return [str(line) for line in value] if isinstance(value, list | tuple) else [line for line in str(value).splitlines() if line.strip()]
