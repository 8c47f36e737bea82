"""Finds contacts and companies by pieces of their names, by phone and by e-mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.bitrix24 import client_rows
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command, Reference, Source
from assistant.bitrix24.rows import PAGE
from assistant.models import Client, ClientKind
from assistant.names import search_terms

MOST_TERMS = 8
HITS = 20
"""Of one type in crm.duplicate.findbycomm."""
Riders = Callable[[Mapping[ClientKind, Reference]], list[Command]]


class ClientSearch:
    """One search. References fetch what was hit in the request that hits it; what they miss is asked for again."""

    def __init__(self, connection: Source) -> None:
        self._connection = connection
        self.answer: BatchAnswer | None = None
        """Of the request, with the results of the riders."""
        self._rows: dict[tuple[ClientKind, int], Mapping[str, Any]] = {}
        self._companies: dict[int, str] = {}

    def find(
        self,
        terms: Sequence[str],
        communications: Mapping[str, str],
        name: str = "",
        riders: Riders = lambda _hits: [],
    ) -> tuple[Client, ...]:
        """Everybody whose first name, last name or title contains a term, or who has one of the communications.

        Args:
            terms: pieces of names; the first eight count.
            communications: `PHONE` and `EMAIL` with their values.
            name: as it was written, where riders are wanted.
            riders: makes further commands about the likeliest hits, for the same request; see `answer`.
        """
        names = {f"term{at}": term for at, term in enumerate(dict.fromkeys(terms[:MOST_TERMS]))}
        commands = [command for key, term in names.items() for command in _clients(key, _named(term))]
        for kind, value in communications.items():
            commands.append(Command(kind, "crm.duplicate.findbycomm", {"type": kind, "values": [value]}))
            commands += _clients(f"{kind}s", {each: {"@id": _references(kind, each)} for each in ClientKind})
        if not commands:
            return ()
        likely = _likely(name) if name and not communications else []
        further = riders(_places(likely, communications)) if likely or communications else []
        if len(commands) + len(likely) + len(further) <= LIMIT:
            commands += [*likely, *further]
        answer = self.answer = self._connection.read_batch(commands)
        for key in names:
            self._take(key, {kind: client_rows.read(answer, f"{key}_{kind}") for kind in ClientKind}, answer)
        hits = _hits(answer, communications)
        for kind in communications:
            rows = {each: client_rows.read_if_any(answer, f"{kind}s_{each}") for each in ClientKind}
            self._take(f"{kind}s", {each: _only(rows[each], hits[each]) for each in ClientKind}, answer)
        self._ask_for_the_rest(hits)
        return tuple(client_rows.client(kind, row, self._companies) for (kind, _), row in self._rows.items())

    def _take(self, key: str, rows: Mapping[ClientKind, Sequence[Mapping[str, Any]]], answer: BatchAnswer) -> None:
        for kind, found in rows.items():
            for row in found:
                self._rows.setdefault((kind, number(row.get("id")) or 0), row)
        self._companies |= client_rows.titles(rows[ClientKind.COMPANY])
        self._companies |= client_rows.titles(client_rows.read_if_any(answer, f"{key}_names"))

    def _ask_for_the_rest(self, hits: Mapping[ClientKind, set[int]]) -> None:
        missing = {kind: sorted({each for each in ids if (kind, each) not in self._rows}) for kind, ids in hits.items()}
        unnamed = sorted(self._companies_of_contacts() - self._companies.keys())[:PAGE]
        commands = [client_rows.names("rest_names", unnamed)] if unnamed else []
        if any(missing.values()):
            commands = _clients("rest", {kind: {"@id": ids or [0]} for kind, ids in missing.items()}, unnamed)
        if commands:
            answer = self._connection.read_batch(commands)
            self._take("rest", {kind: client_rows.read_if_any(answer, f"rest_{kind}") for kind in ClientKind}, answer)

    def _companies_of_contacts(self) -> set[int]:
        found = {number(row.get("companyId")) for (kind, _), row in self._rows.items() if kind is ClientKind.CONTACT}
        return {each for each in found if each}


def _clients(
    key: str, conditions: Mapping[ClientKind, Mapping[str, Any]], unnamed: Sequence[int] = ()
) -> list[Command]:
    """Contacts, companies, and the names of the companies of these contacts."""
    contacts = f"{key}_{ClientKind.CONTACT}"
    companies: list[int | Reference] = [
        *unnamed,
        *(Reference(contacts, ("items", at, "companyId")) for at in range(PAGE)),
    ]
    searches = [client_rows.items(f"{key}_{kind}", kind, condition) for kind, condition in conditions.items()]
    return [*searches, client_rows.names(f"{key}_names", companies[:PAGE])]


def _likely(name: str) -> list[Command]:
    """Ask for those who are called just so: first and last name in either order, or a title with these words."""
    words = [piece for word in name.split() for piece in search_terms(word)[:1]]
    if not words:
        return []
    first, last = words[0], words[-1]
    both = [{"%name": first, "%lastName": last}, {"%name": last, "%lastName": first}]
    people = both if len(words) > 1 else [{"%name": first}, {"%lastName": first}]
    either = {"logic": "OR", **{str(at): each for at, each in enumerate(people)}}
    return [
        client_rows.items(f"likely_{ClientKind.CONTACT}", ClientKind.CONTACT, {"0": either}),
        client_rows.items(
            f"likely_{ClientKind.COMPANY}", ClientKind.COMPANY, {"%title": name.strip() if len(words) > 1 else first}
        ),
    ]


def _places(likely: Sequence[Command], communications: Mapping[str, str]) -> dict[ClientKind, Reference]:
    """Where the ids of the likeliest will stand."""
    for key in () if likely else communications:
        return {kind: Reference(key, (kind.upper(), 0)) for kind in ClientKind}
    return {kind: Reference(f"likely_{kind}", ("items", 0, "id")) for kind in ClientKind}


def _named(term: str) -> dict[ClientKind, Mapping[str, Any]]:
    either = {"0": {"logic": "OR", "0": {"%name": term}, "1": {"%lastName": term}}}
    return {ClientKind.CONTACT: either, ClientKind.COMPANY: {"%title": term}}


def _references(key: str, kind: ClientKind) -> list[Reference]:
    return [Reference(key, (kind.upper(), at)) for at in range(HITS)]


def _hits(answer: BatchAnswer, communications: Mapping[str, str]) -> dict[ClientKind, set[int]]:
    """Ids of clients by kind; PHP sends a map without entries as a list."""
    hits: dict[ClientKind, set[int]] = {kind: set() for kind in ClientKind}
    for key in communications:
        found = answer[key]
        for kind in ClientKind:
            ids = found.get(kind.upper()) if isinstance(found, Mapping) else None
            hits[kind] |= {each for each in map(number, ids or ()) if each}
    return hits


def _only(rows: Sequence[Mapping[str, Any]], ids: set[int]) -> list[Mapping[str, Any]]:
    return [row for row in rows if number(row.get("id")) in ids]
