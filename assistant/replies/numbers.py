"""Numbers, sums of money and spans of time, as the language writes them."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal

from assistant.models import Amount, Money
from assistant.replies.book import Book

UNBROKEN = "\N{NO-BREAK SPACE}"


def number(value: float | Decimal, book: Book) -> str:
    """`182400` → `182,400` in English, `182 400` in Russian."""
    return str(format_decimal(value, format="#,##0.##", locale=book.lang))


def money(sum_: Money, book: Book) -> str:
    """By the custom of the currency: `€182,400`, `310 000 ₽`; cents only where there are some."""
    rounded = round(sum_.value, 2)  # portals send what adding up left: 1453508.9999999998
    value = abs(rounded)
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    grouped = str(format_decimal(value, format=pattern, locale=book.lang))
    spaced = str(format_decimal(value, format=pattern, locale="ru"))
    form = book.money.get(sum_.currency, book.money["other"])
    text = form.format(number=grouped, spaced=spaced, code=sum_.currency).replace(" ", UNBROKEN)
    return f"-{text}" if rounded < 0 else text


def amount(bounds: Amount, book: Book) -> str:
    """Bounds that a sum has to keep: "from €10,000"."""

    def one(value: Decimal) -> str:
        return money(Money(value, bounds.currency), book) if bounds.currency else number(value, book)

    if bounds.min is not None and bounds.max is not None:
        return book.fill("amount.between", min=one(bounds.min), max=one(bounds.max))
    if bounds.min is not None:
        return book.fill("amount.least", min=one(bounds.min))
    if bounds.max is not None:
        return book.fill("amount.most", max=one(bounds.max))
    return book.fill("amount.any")


def duration(minutes: int, book: Book) -> str:
    """Like "7 minutes", "1 h 35 min"."""
    if minutes < 60:
        return book.fill("duration.minutes", count=minutes)
    hours, rest = divmod(minutes, 60)
    if not rest:
        return book.fill("duration.hours", count=hours)
    return book.fill("duration.both", hours=str(hours), minutes=str(rest))
