"""Makes the company: the same seed and date give the same one."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from assistant.sandbox.clock import at_time
from assistant.sandbox.company.activities import add_activities
from assistant.sandbox.company.calendars import Calendars
from assistant.sandbox.company.clients import add_clients
from assistant.sandbox.company.company import Company
from assistant.sandbox.company.people import PEOPLE, add_people
from assistant.sandbox.company.pipelines import add_pipelines
from assistant.sandbox.company.sales import Sales
from assistant.sandbox.company.tasks import add_tasks

if TYPE_CHECKING:
    from datetime import date

DEALS = 1500


def generate(seed: int, today: date, deals: int = DEALS, people: int = PEOPLE) -> Company:
    """The company as it is at the midnight that begins this day in the portal's zone; plans reach beyond."""
    company = Company()
    random = Random(f"{seed} {today}")
    midnight = at_time(today, 0)
    add_people(company, random, today, people)
    add_pipelines(company)
    add_clients(company, random, midnight)
    sales = Sales(company, random, midnight)
    sales.fixed()
    sales.random(deals - len(company.deals))
    add_activities(company, random, midnight)
    add_tasks(company, random, midnight)
    Calendars(company, random, midnight).fill()
    return company
