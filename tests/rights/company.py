"""A company of many roles in which sellers share clients; the texts of each record name the record."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from assistant.sandbox.options import Options
from tests import rest_spec
from tests.portal_in_a_box import SPEC, RunningSandbox, running
from tests.rights.tables import Tables

TODAY = date(2026, 6, 10)
PEOPLE = 46
DEALS = 600
"""More than one request brings."""
SALES, EAST, IT, OFFICE, LOGISTICS = 2, 3, 4, 5, 6
ODD = (24, 26, 27, 30, 36)
"""People of other departments who have a few deals and clients nevertheless."""
GUESTS = (43, 44)
DISMISSED = 25
MOVED = {6: [SALES, IT], 15: [EAST, OFFICE], 22: [IT, SALES], 23: [], 34: [LOGISTICS, OFFICE], 43: []}
"""Into several departments, or out of all. 22 heads one of the two."""
SHORT = {
    "deals": "de",
    "contacts": "co",
    "companies": "cm",
    "tasks": "ta",
    "activities": "ac",
    "events": "ev",
    "groups": "gr",
}
"""Tables as marks name them."""
TEXTS = {
    "deals": ("title",),
    "contacts": ("last_name",),
    "companies": ("title",),
    "tasks": ("title",),
    "activities": ("subject",),
    "events": ("name",),
    "groups": ("name",),
}
"""By table, what is told of a record in words."""


@contextmanager
def mixed_company() -> Iterator[RunningSandbox]:
    """A portal in which sellers share clients; what was called there is held against the vendor's documentation."""
    with running(Options(port=0, bucket=0, date=TODAY)) as sandbox:
        mix_up(sandbox, seed=11)
        yield sandbox
        _check(sandbox)


@contextmanager
def company_of_many_roles() -> Iterator[RunningSandbox]:
    """The same with heads of heads, people of several departments and of none, guests, and records that are named."""
    with running(Options(port=0, bucket=0, date=TODAY, people=PEOPLE, deals=DEALS)) as sandbox:
        mix_up(sandbox, seed=11, others=(*ODD, *GUESTS))
        logins = {row["id"]: row["login"] for row in sandbox.table("users")}
        for person, departments in MOVED.items():
            _staff(sandbox, logins[person], departments=departments)
        for person in GUESTS:
            _staff(sandbox, logins[person], kind="extranet")
        _staff(sandbox, logins[DISMISSED], active=False)
        for table, names in TEXTS.items():
            rows = {
                row["id"]: {name: f"{row[name]} {mark(table, row['id'])}" for name in names}
                for row in sandbox.table(table)
            }
            sandbox.http.post("/_sandbox/reword", json={"table": table, "rows": rows}).raise_for_status()
        yield sandbox
        _check(sandbox)


def mark(table: str, record: int) -> str:
    """A word that stands nowhere else; see `marks.told`."""
    return f"zq{SHORT[table]}{record}"


def mix_up(sandbox: RunningSandbox, seed: int, others: tuple[int, ...] = ()) -> None:
    """Give a quarter of the deals to others than their clients: sellers who share a client."""
    chance = random.Random(seed)
    deals = sandbox.table("deals")
    sellers = sorted({deal["assigned_by"] for deal in deals})
    to = {str(deal["id"]): chance.choice([*sellers, *others]) for deal in deals if chance.random() < 0.25}
    _assign(sandbox, "deals", to)
    for table in ("contacts", "companies") if others else ():
        _assign(sandbox, table, {str(chance.choice(sandbox.table(table))["id"]): each for each in others})


def role(tables: Tables, person: int) -> str:
    """What a person is in the company; one word a kind of rights."""
    row = tables.users[person]
    if row["admin"]:
        return "administrator"
    heads = {each["id"] for each in tables.rows["departments"] if each["head"] == person}
    if heads:
        below = any(each["parent"] in heads for each in tables.rows["departments"])
        return "head of heads" if below else "head"
    if not row["departments"]:
        return "of no department"
    if len(row["departments"]) > 1:
        return "of several departments"
    return {SALES: "seller", EAST: "seller of the east", IT: "it", OFFICE: "office"}.get(row["departments"][0], "stock")


def _assign(sandbox: RunningSandbox, table: str, to: dict[str, int]) -> None:
    sandbox.http.post("/_sandbox/assign", json={"table": table, "to": to}).raise_for_status()


def _staff(sandbox: RunningSandbox, login: str, **wish: object) -> None:
    sandbox.http.post("/_sandbox/staff", json={"login": login, **wish}).raise_for_status()


def _check(sandbox: RunningSandbox) -> None:
    if SPEC.is_dir():
        rest_spec.check(sandbox.calls(), SPEC)
