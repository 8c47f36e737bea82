"""Records of the portal behind links, read-only: deals, contacts, companies, tasks, people, calendars."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant.sandbox.chat.people import RefusedError
from assistant.sandbox.clock import iso
from assistant.sandbox.company.records import COMPANY, CONTACT, DEAL
from assistant.sandbox.company.repetition import times
from assistant.sandbox.page.requests import person, portal_of, refusing

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.sandbox.company.records import Activity, Company, Contact, Deal, Task, User
    from assistant.sandbox.portal import Portal

    Fields = list[dict[str, Any]]

AHEAD = timedelta(days=14)
"""How far a calendar looks ahead."""
SHOWN = 8
"""Rows of a list inside a record."""


def deal_path(deal_id: int) -> str:
    """The address of a deal."""
    return f"/crm/deal/details/{deal_id}/"


def task_path(user_id: int, task_id: int) -> str:
    """The address of a task."""
    return f"/company/personal/user/{user_id}/tasks/task/view/{task_id}/"


def _field(key: str, value: object, *, form: str = "text", link: str = "") -> dict[str, Any]:
    """A line of a record; `key` names the label, `form` is text, moment, day, money or choice."""
    return {"key": key, "value": value, "form": form, "link": link}


def _who(portal: Portal, user_id: int, key: str) -> dict[str, Any]:
    user = portal.user(user_id)
    return _field(key, user.full_name if user else "", link=f"/company/personal/user/{user_id}/" if user else "")


def _moment(key: str, seconds: int) -> dict[str, Any]:
    return _field(key, iso(seconds) if seconds else "", form="moment")


def _money(deal: Deal) -> dict[str, Any]:
    return {"amount": deal.opportunity, "currency": deal.currency_id}


def _client(portal: Portal, contact_id: int, company_id: int) -> Fields:
    company, contact = portal.company.companies.get(company_id), portal.company.contacts.get(contact_id)
    found = [_field("company", company.title, link=f"/crm/company/details/{company.id}/")] if company else []
    if contact:
        name = f"{contact.name} {contact.last_name}".strip()
        found.append(_field("contact", name, link=f"/crm/contact/details/{contact.id}/"))
    return found


def _deals(portal: Portal, user: User, keep: Callable[[Deal], bool]) -> dict[str, Any]:
    deals = sorted((d for d in portal.company.rights.deals(user) if keep(d)), key=lambda d: (d.semantics != "P", -d.id))
    stages = {stage.status_id: stage.name for stage in portal.company.stages}
    rows = [
        {"title": d.title, "note": stages.get(d.stage_id, ""), "money": _money(d), "link": deal_path(d.id)}
        for d in deals[:SHOWN]
    ]
    return {"key": "deals", "rows": rows, "more": len(deals) - len(rows)}


def _activities(portal: Portal, owner: tuple[int, int]) -> dict[str, Any]:
    found: list[Activity] = sorted(
        (a for a in portal.company.activities if owner in a.bindings), key=lambda a: (a.start, a.id), reverse=True
    )
    rows = [{"title": a.subject, "moment": iso(a.start or a.created), "done": a.completed} for a in found[:SHOWN]]
    return {"key": "activities", "rows": rows, "more": len(found) - len(rows)}


def _show(kind: str, title: str, fields: Fields, *lists: dict[str, Any]) -> dict[str, Any]:
    kept = [field for field in fields if field["value"] not in ("", None)]
    return {"kind": kind, "title": title, "fields": kept, "lists": [one for one in lists if one["rows"]]}


def _deal(portal: Portal, user: User, deal: Deal) -> dict[str, Any]:
    del user
    stage = next((s.name for s in portal.company.stages if s.status_id == deal.stage_id), deal.stage_id)
    fields = [
        _field("stage", stage),
        _field("amount", _money(deal), form="money"),
        *_client(portal, deal.contact_id, deal.company_id),
        _who(portal, deal.assigned_by, "responsible"),
        _field("close", deal.close.isoformat(), form="day"),
        _moment("created", deal.created),
        _moment("moved", deal.moved),
        _field("comments", deal.comments),
    ]
    return _show("deal", deal.title, fields, _activities(portal, (DEAL, deal.id)))


def _contact(portal: Portal, user: User, contact: Contact) -> dict[str, Any]:
    fields = [
        _field("position", contact.post),
        *_client(portal, 0, contact.company_id),
        *[_field("phone", phone, link=f"tel:{phone}") for phone in contact.phones],
        *[_field("email", email, link=f"mailto:{email}") for email in contact.emails],
        _who(portal, contact.assigned_by, "responsible"),
    ]
    name = f"{contact.name} {contact.last_name}".strip()
    deals = _deals(portal, user, lambda deal: deal.contact_id == contact.id)
    return _show("contact", name, fields, deals, _activities(portal, (CONTACT, contact.id)))


def _company(portal: Portal, user: User, company: Company) -> dict[str, Any]:
    contacts = [c for c in portal.company.contacts if c.company_id == company.id]
    fields = [
        _field("industry", company.industry),
        *[_field("phone", phone, link=f"tel:{phone}") for phone in company.phones],
        *[_field("email", email, link=f"mailto:{email}") for email in company.emails],
        *[field for contact in contacts for field in _client(portal, contact.id, 0)],
        _who(portal, company.assigned_by, "responsible"),
    ]
    deals = _deals(portal, user, lambda deal: deal.company_id == company.id)
    return _show("company", company.title, fields, deals, _activities(portal, (COMPANY, company.id)))


def _task(portal: Portal, user: User, task: Task) -> dict[str, Any]:
    del user
    fields = [
        _field("status", f"task.{task.status}", form="choice"),
        _who(portal, task.responsible, "responsible"),
        _who(portal, task.created_by, "author"),
        _moment("deadline", task.deadline),
        _moment("created", task.created),
        _moment("closed", task.closed),
        _field("description", task.description, form="bbcode"),
        _field("tags", ", ".join(task.tags)),
    ]
    return _show("task", task.title, fields)


def _person(portal: Portal, user_id: int) -> dict[str, Any]:
    user = portal.user(user_id)
    if user is None:
        raise RefusedError("There is nobody with this id")
    fields = [
        _field("position", user.position),
        *[_field("department", portal.company.departments[d].name) for d in user.departments],
        _field("phone", user.mobile, link=f"tel:{user.mobile}"),
        _field("email", user.email, link=f"mailto:{user.email}"),
        _field("zone", user.time_zone),
    ]
    return _show("person", user.full_name, fields)


def _calendar(portal: Portal, user: User, owner_id: int, event_id: int) -> dict[str, Any]:
    owner = portal.user(owner_id)
    if owner is None:
        raise RefusedError("There is nobody with this id")
    now = portal.clock.now()
    events = [e for e in portal.company.events.of([owner_id]).values() if not e.private or owner_id == user.id]
    near = [each for e in events for each in times(e, now.date(), (now + AHEAD).date())]
    chosen = [each for each in near if each.id == event_id] or [e for e in events if e.id == event_id]
    wanted = chosen or [each for each in near if each.end >= now.timestamp()]
    rows = [
        {"title": e.name, "moment": iso(e.start), "until": iso(e.end), "whole_day": e.whole_day, "note": e.location}
        for e in sorted(wanted, key=lambda e: e.start)[:30]
    ]
    return _show("calendar", owner.full_name, [], {"key": "events", "rows": rows, "more": 0})


_CRM = re.compile(r"^/crm/(deal|contact|company)/details/(\d+)/?$")
_TASK = re.compile(r"^/company/personal/user/\d+/tasks/task/view/(\d+)/?$")
_CALENDAR = re.compile(r"^/company/personal/user/(\d+)/calendar/?$")
_PERSON = re.compile(r"^/company/personal/user/(\d+)/?$")


def find(portal: Portal, user: User, address: str) -> dict[str, Any]:
    """What stands behind an address of the portal, as this person may see it.

    Raises:
        RefusedError: nothing is there, or the person may not read it.
    """
    parts = urlsplit(address)
    rights, company = portal.company.rights, portal.company
    if match := _CRM.match(parts.path):
        row_id = int(match[2])
        if match[1] == "deal" and (deal := company.deals.get(row_id)) and deal in rights.deals(user):
            return _deal(portal, user, deal)
        if match[1] == "contact" and (contact := company.contacts.get(row_id)) and contact in rights.contacts(user):
            return _contact(portal, user, contact)
        if match[1] == "company" and (client := company.companies.get(row_id)) and client in rights.companies(user):
            return _company(portal, user, client)
    elif match := _TASK.match(parts.path):
        task = rights.task(user, int(match[1]))
        if task:
            return _task(portal, user, task)
    elif match := _CALENDAR.match(parts.path):
        event_id = parse_qs(parts.query).get("EVENT_ID", ["0"])[0]
        return _calendar(portal, user, int(match[1]), int(event_id) if event_id.isdecimal() else 0)
    elif match := _PERSON.match(parts.path):
        return _person(portal, int(match[1]))
    raise RefusedError("There is nothing at this address, or this person may not read it")


async def record(request: Request) -> Response:
    """`?as=&path=`: a record by its address in the portal."""
    portal, query = portal_of(request), request.query_params
    return JSONResponse(find(portal, person(portal, query.get("as")), query.get("path", "")))


routes = [Route("/_sandbox/record", refusing(record))]
