"""Numbers of a report as phrases: sums, shares, and how they changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from assistant.models import Money, Phrase
from assistant.scenarios.reports.figures import DealSums, SalesFigures
from assistant.scenarios.saying import say

CENT = Decimal("0.01")
DIFFERENCE = {"same": "reports.change.same", "up": "reports.change.up", "down": "reports.change.down"}
OF_CURRENCY = {
    "same": "reports.change.currency_same",
    "up": "reports.change.currency_up",
    "down": "reports.change.currency_down",
}


def order(figures: SalesFigures) -> tuple[str, ...]:
    """The currencies of a report, that of most deals first: so in all its lines."""
    counts: Counter[str] = Counter()
    for part in (figures.created, figures.won, figures.lost):
        counts.update({each.currency: number for each, number in zip(part.sums, part.counts, strict=True)})
    return tuple(sorted(counts, key=lambda currency: (-counts[currency], currency)))


def sums(part: DealSums, currencies: Sequence[str]) -> tuple[Money, ...]:
    """The sums that are any, in this order of their currencies; others follow."""
    places = {currency: place for place, currency in enumerate(currencies)}
    found = (money for money in part.sums if money.value)
    return tuple(sorted(found, key=lambda each: (places.get(each.currency, len(places)), each.currency)))


def told(part: DealSums, currencies: Sequence[str]) -> Phrase:
    """Like "12 · €182,400 · 310 000 ₽"."""
    found = sums(part, currencies)
    return say("reports.part", number=part.number, sums=found) if found else say("reports.bare", number=part.number)


def averages(figures: SalesFigures, currencies: Sequence[str]) -> tuple[Money, ...]:
    """Of the won sums, in their order."""
    of = {each.currency: each.value for each in figures.averages}
    return tuple(
        Money(of[each.currency].quantize(CENT, ROUND_HALF_UP), each.currency) for each in sums(figures.won, currencies)
    )


def percent(share: Fraction) -> Phrase:
    """In whole percent, half up."""
    return say("reports.percent", number=_whole(share))


def changes(now: DealSums, before: DealSums, currencies: Sequence[str]) -> tuple[Phrase, ...]:
    """How number and sums changed: "+3", "EUR +22%", and "+310 000 ₽" where there was nothing before."""
    then = {each.currency: each.value for each in before.sums}
    today = {each.currency: each.value for each in now.sums}
    named = {each.currency for each in (*now.sums, *before.sums) if each.value}
    return (
        difference(now.number - before.number),
        *(
            _of_currency(each, today.get(each, Decimal()), then.get(each, Decimal()))
            for each in (*currencies, *sorted(named.difference(currencies)))
            if each in named
        ),
    )


def difference(by: int) -> Phrase:
    """With its sign."""
    return say(DIFFERENCE[_direction(by)], by=abs(by))


def _of_currency(currency: str, now: Decimal, before: Decimal) -> Phrase:
    by = now - before
    if not before:
        return say("reports.change.new", sum=Money(by, currency))
    share = _whole(abs(Fraction(by) / Fraction(before)))
    return say(OF_CURRENCY[_direction(by)], currency=currency, by=say("reports.percent", number=share))


def _direction(by: Decimal | int) -> str:
    return "same" if not by else "up" if by > 0 else "down"


def _whole(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))
