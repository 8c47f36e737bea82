"""Makes the company: the same seed and date give the same one."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from assistant.sandbox.company.company import Company
from assistant.sandbox.company.people import add_people

if TYPE_CHECKING:
    from datetime import date


def generate(seed: int, today: date) -> Company:
    """The company as it is on this day; `today` is a day of the portal's zone."""
    company = Company()
    random = Random(f"{seed} {today}")
    add_people(company, random)
    return company
