"""Activities: what was said to clients and what is planned, the fixed clients' among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.sandbox.clock import at_time, calendar_day
from assistant.sandbox.company.clients import ACME, DAY, ROMASHKA
from assistant.sandbox.company.people import SALES_EAST
from assistant.sandbox.company.records import COMPANY, CONTACT, DEAL, Activity

if TYPE_CHECKING:
    from random import Random

    from assistant.sandbox.company.company import Company
    from assistant.sandbox.company.records import Contact, Deal

HOUR = 3600
# What kinds there are: type id, provider, whether it has a direction, subjects in English and Russian.
KINDS = {
    "call": (2, "VOXIMPLANT_CALL", True, "Call with {}", "Звонок: {}"),
    "email": (4, "CRM_EMAIL", True, "Offer for {}", "Предложение для {}"),
    "meeting": (1, "CRM_MEETING", False, "Meeting with {}", "Встреча: {}"),
    "chat": (6, "IMOPENLINES_SESSION", True, "Chat with {}", "Чат: {}"),
    "todo": (6, "CRM_TODO", False, "Get back to {}", "Вернуться к {}"),
}
WEIGHTS = (40, 30, 10, 10, 10)
LENGTHS = {"call": 420, "meeting": HOUR}

# (client, login, kind, direction, days from today, hour, minute, done): the last contact is known to tests.
FIXED = (
    (ACME, "anna", "call", 2, -9, 11, 5, True),
    (ACME, "anna", "email", 1, -3, 15, 40, True),
    (ACME, "anna", "todo", 0, -1, 9, 0, True),
    (ACME, "anna", "call", 2, 1, 10, 0, False),
    (ROMASHKA, "ivan", "meeting", 0, -12, 14, 0, True),
    (ROMASHKA, "ivan", "call", 2, -1, 16, 20, True),
    (ROMASHKA, "ivan", "meeting", 0, 2, 11, 0, False),
)


def add_activities(company: Company, random: Random, midnight: int) -> None:
    """Fill the table of activities in the order in which they were made, and date the clients' last contacts."""
    made = [*_fixed(company, midnight)]
    for deal in company.deals:
        contact = company.contacts.get(deal.contact_id)
        if contact is not None and contact.company_id not in (ACME, ROMASHKA):
            made += _of_deal(company, random, deal, contact, midnight)
    for number, activity in enumerate(sorted(made, key=lambda activity: activity.created), start=1):
        company.activities.add(replace(activity, id=number))
        if activity.completed:
            _date(company, activity)


def _of_deal(company: Company, random: Random, deal: Deal, contact: Contact, midnight: int) -> list[Activity]:
    made = []
    last = midnight if deal.semantics == "P" else deal.moved
    for _ in range(random.randint(0, 5)):
        days = (deal.created + int(random.random() * max(last - deal.created, HOUR)) - midnight) // DAY
        # In office hours, and yesterday at the latest.
        at = midnight + min(days, -1) * DAY + random.randint(9 * 12, 18 * 12) * 300
        made.append(_activity(company, random, deal, contact, at=at, created=at, done=True))
    if deal.semantics == "P" and random.random() < 0.6:
        # Some plans were not kept: their time is over and they are not done.
        at = midnight + random.randint(-5, 14) * DAY + random.randint(9, 17) * HOUR
        made.append(_activity(company, random, deal, contact, at=at, created=min(at, midnight) - DAY, done=False))
    return made


def _activity(
    company: Company, random: Random, deal: Deal, contact: Contact, *, at: int, created: int, done: bool
) -> Activity:
    kind = random.choices(list(KINDS), WEIGHTS)[0]
    if not done and kind in ("chat", "email"):
        kind = "call"
    direction = random.choice((1, 2)) if KINDS[kind][2] else 0
    return _made(
        company,
        kind,
        contact,
        direction=direction,
        responsible=deal.assigned_by,
        at=at,
        created=created,
        deal=deal,
        done=done,
    )


def _fixed(company: Company, midnight: int) -> list[Activity]:
    logins = {user.login: user.id for user in company.users.values()}
    made = []
    for client, login, kind, direction, days, hour, minute, done in FIXED:
        contact = next(each for each in company.contacts if each.company_id == client)
        if client == ROMASHKA:
            contact = next(each for each in company.contacts if each.last_name == "Сомов")
        at = at_time(calendar_day(midnight) + timedelta(days=days), hour, minute)
        created = at if done else midnight - DAY
        made.append(
            _made(
                company,
                kind,
                contact,
                direction=direction,
                responsible=logins[login],
                at=at,
                created=created,
                deal=None,
                done=done,
            )
        )
    return made


def _made(
    company: Company,
    kind: str,
    contact: Contact,
    *,
    direction: int,
    responsible: int,
    at: int,
    created: int,
    deal: Deal | None,
    done: bool,
) -> Activity:
    type_id, provider, _, english, russian = KINDS[kind]
    east = SALES_EAST in company.users[responsible].departments
    subject = (russian if east else english).format(f"{contact.name} {contact.last_name}")
    bindings = [(DEAL, deal.id)] if deal else []
    bindings.append((CONTACT, contact.id))
    if contact.company_id:
        bindings.append((COMPANY, contact.company_id))
    address = {"call": contact.phones, "email": contact.emails}.get(kind, [])
    return Activity(
        id=0,
        owner_type_id=bindings[0][0],
        owner_id=bindings[0][1],
        type_id=type_id,
        provider_id=provider,
        direction=direction,
        subject=subject,
        completed=done,
        responsible=responsible,
        author=responsible,
        created=created,
        updated=at if done else created,
        start=at,
        end=at + LENGTHS.get(kind, 0),
        deadline=0 if kind in ("email", "chat") else at,
        description="",
        bindings=tuple(bindings),
        address=address[0] if address else "",
    )


def _date(company: Company, activity: Activity) -> None:
    for type_id, owner_id in activity.bindings:
        if type_id == DEAL:
            deal = company.deals.rows[owner_id]
            deal.last_activity = max(deal.last_activity, activity.start)
        elif type_id == CONTACT:
            contact = company.contacts.rows[owner_id]
            contact.last_activity = max(contact.last_activity, activity.start)
        else:
            client = company.companies.rows[owner_id]
            client.last_activity = max(client.last_activity, activity.start)
