"""Pipelines, stages and currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.sandbox.company.records import Category, Currency, Stage

if TYPE_CHECKING:
    from assistant.sandbox.company.company import Company

# "Proposal sent" stands in both pipelines on purpose: a name need not be one stage.
PIPELINES = (
    (
        Category(0, "Sales", 100, default=True),
        (
            ("NEW", "New", "P"),
            ("PREPARATION", "Qualification", "P"),
            ("NEGOTIATION", "Negotiation", "P"),
            ("PREPAYMENT_INVOICE", "Proposal sent", "P"),
            ("EXECUTING", "Contract", "P"),
            ("WON", "Deal won", "S"),
            ("LOSE", "Deal lost", "F"),
            ("APOLOGY", "Lost: analysis", "F"),
        ),
    ),
    (
        Category(1, "Поставки", 200, default=False),
        (
            ("C1:NEW", "Новая", "P"),
            ("C1:PREPARATION", "Переговоры", "P"),
            ("C1:PREPAYMENT_INVOICE", "Proposal sent", "P"),
            ("C1:EXECUTING", "Договор", "P"),
            ("C1:FINAL_INVOICE", "Отгрузка", "P"),
            ("C1:WON", "Сделка успешна", "S"),
            ("C1:LOSE", "Сделка провалена", "F"),
        ),
    ),
)
COLORS = {"P": "#39A8EF", "S": "#7BD500", "F": "#FF5752"}

CURRENCIES = (
    Currency("EUR", "Euro", 1.0, 1, True, 2, "# &euro;"),
    Currency("USD", "US dollar", 0.92, 1, False, 2, "$#"),
    Currency("RUB", "Российский рубль", 1.04, 100, False, 2, "# &#8381;"),
)


def add_pipelines(company: Company) -> None:
    """Fill the tables of categories, stages and currencies."""
    number = 100
    for category, stages in PIPELINES:
        company.categories.append(category)
        for place, (status_id, name, semantics) in enumerate(stages, start=1):
            number += 1
            company.stages.append(Stage(number, status_id, name, place * 10, semantics, category.id, COLORS[semantics]))
    company.currencies.extend(CURRENCIES)
