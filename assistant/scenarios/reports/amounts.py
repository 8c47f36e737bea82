"""Numbers of a report as phrases: sums, shares, and how they changed."""

from __future__ import annotations

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


def sums(part: DealSums) -> tuple[Money, ...]:
    """The sums that are any, the currency of most deals first."""
    order = sorted(zip(part.sums, part.counts, strict=True), key=lambda each: (-each[1], each[0].currency))
    return tuple(money for money, _ in order if money.value)


def told(part: DealSums) -> Phrase:
    """Like "12 · €182,400 · 310 000 ₽"."""
    found = sums(part)
    return say("reports.part", number=part.number, sums=found) if found else say("reports.bare", number=part.number)


def averages(figures: SalesFigures) -> tuple[Money, ...]:
    """By the currencies of the won sums, in their order."""
    of = {each.currency: each.value for each in figures.averages}
    return tuple(Money(of[each.currency].quantize(CENT, ROUND_HALF_UP), each.currency) for each in sums(figures.won))


def percent(share: Fraction) -> Phrase:
    """In whole percent, half up."""
    return say("reports.percent", number=_whole(share))


def changes(now: DealSums, before: DealSums) -> tuple[Phrase, ...]:
    """How number and sums changed: "+3", "EUR +22%", and "+310 000 ₽" where there was nothing before."""
    then = {each.currency: each.value for each in before.sums}
    today = {each.currency: each.value for each in now.sums}
    order = dict.fromkeys(each.currency for each in (*sums(now), *sums(before)))
    return (
        difference(now.number - before.number),
        *(_of_currency(each, today.get(each, Decimal()), then.get(each, Decimal())) for each in order),
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
