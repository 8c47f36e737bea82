"""Which records a text tells of: by the words that only one record has, by addresses, phones and e-mails."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from assistant.models import Run
from tests.rights.company import SHORT
from tests.rights.tables import Readable, Tables, owners, way_key

Told = frozenset[tuple[str, int]]
"""Tables and ids."""
_TABLES = {short: table for table, short in SHORT.items()}
_MARK = re.compile(r"zq([a-z]{2})(\d+)")
_PAGES = (
    ("deals", re.compile(r"/crm/deal/details/(\d+)/")),
    ("contacts", re.compile(r"/crm/contact/details/(\d+)/")),
    ("companies", re.compile(r"/crm/company/details/(\d+)/")),
    ("tasks", re.compile(r"/tasks/task/view/(\d+)/")),
    ("events", re.compile(r"EVENT_ID=(\d+)")),
)
_PHONE = re.compile(r"\+?\d(?:[\s().\u2011\xa0-]*\d){8,}")
EXAMPLE = "+49 30 1234567"
"""How a phone is written, as the assistant tells people; in a portal in a box somebody has it."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def told(text: str) -> Told:
    """The records that a text names or leads to."""
    named = {(_TABLES[short], int(record)) for short, record in _MARK.findall(text)}
    pages = {(table, int(record)) for table, page in _PAGES for record in page.findall(text)}
    return frozenset(named | pages)


def said(run: Run) -> Told:
    """The records that a question names in words: an answer may repeat them, known or not."""
    return frozenset((_TABLES[short], int(record)) for short, record in _MARK.findall(repr(run.slots)))


class Ways:
    """How clients are reached."""

    def __init__(self, tables: Tables) -> None:
        known = {**owners(tables, "phones"), **owners(tables, "emails")}
        self._owners: Mapping[str, Collection[tuple[int, int]]] = {
            way: whose for way, whose in known.items() if way != way_key(EXAMPLE)
        }

    def private(self, text: str, may: Readable, asked: str) -> list[str]:
        """Phones and e-mails in a text that are of clients of others only, and that were not in the question."""
        found = {*_PHONE.findall(text), *_EMAIL.findall(text)}
        known = {way_key(each) for each in (*_PHONE.findall(asked), *_EMAIL.findall(asked))}
        return [
            each
            for each in found
            if (owned := self._owners.get(way_key(each))) is not None
            and way_key(each) not in known
            and may.reachable.isdisjoint(owned)
        ]
