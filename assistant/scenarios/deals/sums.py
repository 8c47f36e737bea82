"""Sums of deals per currency, never added across currencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from assistant.models import Deal, Money


def sums(deals: Iterable[Deal]) -> tuple[Money, ...]:
    """One sum a currency, the currency of most deals first; deals without an amount add nothing."""
    counts: Counter[str] = Counter()
    totals: dict[str, Decimal] = {}
    for deal in deals:
        if deal.amount.value:
            counts[deal.amount.currency] += 1
            totals[deal.amount.currency] = totals.get(deal.amount.currency, Decimal(0)) + deal.amount.value
    order = sorted(totals, key=lambda currency: (-counts[currency], currency))
    return tuple(Money(totals[currency], currency) for currency in order)


def by_importance(deals: Iterable[Deal], state: str) -> tuple[Deal, ...]:
    """Open deals by amount, those of the commonest currency first, those without one last; others newest first."""
    known = tuple(deals)
    if state == "open":
        order = {money.currency: place for place, money in enumerate(sums(known))}

        def rank(deal: Deal) -> tuple[bool, int, Decimal, int]:
            return (not deal.amount.value, order.get(deal.amount.currency, 0), -deal.amount.value, deal.id)

        return tuple(sorted(known, key=rank))
    return tuple(sorted(known, key=lambda d: (_newness(d, state), -d.id)))


def _newness(deal: Deal, state: str) -> float:
    when = deal.created if state == "all" else deal.moved or deal.created
    return -when.timestamp() if when else 0.0
