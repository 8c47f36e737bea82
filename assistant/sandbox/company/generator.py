"""Makes the company: the same seed and date give the same one."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from assistant.sandbox.clock import PORTAL_ZONE
from assistant.sandbox.company.clients import add_clients
from assistant.sandbox.company.company import Company
from assistant.sandbox.company.people import add_people
from assistant.sandbox.company.pipelines import add_pipelines
from assistant.sandbox.company.sales import Sales

if TYPE_CHECKING:
    from datetime import date

DEALS = 1500


def generate(seed: int, today: date, deals: int = DEALS) -> Company:
    """The company as it is at the midnight that begins this day in the portal's zone; plans reach beyond."""
    company = Company()
    random = Random(f"{seed} {today}")
    midnight = int(datetime(today.year, today.month, today.day, tzinfo=PORTAL_ZONE).timestamp())
    add_people(company, random)
    add_pipelines(company)
    add_clients(company, random, midnight)
    sales = Sales(company, random, midnight)
    sales.fixed()
    sales.random(deals - len(company.deals))
    return company
