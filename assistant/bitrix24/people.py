"""Employees and departments (user.get, department.get)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command, Reference
from assistant.bitrix24.departments import Departments
from assistant.bitrix24.rows import PAGE, read_by_offset
from assistant.models import User
from assistant.names import search_terms

USERS = "users"
TEAM = "department"
COLLEAGUES = "colleagues"
EVERYBODY = "everybody"
"""Names of directories; the last but one only says that the first people were read, the last holds all there are."""
TEAM_PAGES = 10
"""Pages of people that are read with the departments: with up to 500 people that is all it takes to know a team."""
COLLEAGUE_PAGES = 4
"""Pages of people that ride in a request: with up to 200 of them there is never a question for a name."""
_SELECT = ("ID", "NAME", "LAST_NAME", "ACTIVE", "UF_DEPARTMENT", "EMAIL")


class People:
    """Colleagues as one person may see them."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def people(self, name: str) -> tuple[User, ...]:
        """Active colleagues whose first or last name contains a piece of this one; at most one request.

        None where everybody was read in the last ten minutes, as it is with up to 200 people. Who of them is meant is
        decided by whoever compares the names.
        """
        terms = search_terms(name)
        if not terms:
            return ()
        if among := self._among_known(terms):
            return among
        fields = [(field, term) for term in terms for field in ("%NAME", "%LAST_NAME")]
        commands = [
            Command(f"n{at}", "user.get", {"FILTER": {field: term, "ACTIVE": True}, "select": _SELECT})
            for at, (field, term) in enumerate(fields)
        ]
        pages = [_page(at) for at in range(COLLEAGUE_PAGES)]
        answer = self._asker.connection.read_batch([*commands, *pages])
        found = {user.id: user for command in commands for user in _users(answer[command.key]) if user.active}
        self._keep(found.values())
        self._keep_everybody(answer, pages)
        return tuple(found.values())

    def _among_known(self, terms: Sequence[str]) -> tuple[User, ...]:
        wanted = [_folded(term) for term in terms]
        known = (_unpack(each) for each in self._asker.directories.find(EVERYBODY) or ())
        return tuple(user for user in known if any(term in _folded(user.name) for term in wanted))

    def users(self, ids: Collection[int]) -> Mapping[int, User]:
        """Employees by id, dismissed ones too; one request for those that were not read in the last ten minutes."""
        known = self._asker.directories.find_entries(USERS, ids)
        missing = sorted(set(ids) - known.keys() - {0})
        chunks = [missing[start : start + PAGE] for start in range(0, len(missing), PAGE)]
        for start in range(0, len(chunks), LIMIT):
            commands = [self.command(f"u{at}", chunk) for at, chunk in enumerate(chunks[start : start + LIMIT])]
            answer = self._asker.connection.read_batch(commands)
            for command in commands:
                known |= self._keep(_users(answer[command.key]))
        # That somebody is not to be found is worth remembering too.
        self._asker.directories.keep_entries(USERS, {each: None for each in missing if each not in known})
        return {each: _unpack(entry) for each in ids if (entry := known.get(each))}

    def riders(self, ids: Collection[int] | None) -> list[Command]:
        """Commands for those of them that are not known yet, to ride in another request; see `keep_riders`.

        Without ids it may be anybody: the first people of the portal.
        """
        directories = self._asker.directories
        if ids is not None:
            if set(ids) == {self._asker.me.id}:
                return []  # nobody is told the own name
            unknown = sorted(set(ids) - directories.find_entries(USERS, ids).keys())
            return [self.command(f"{USERS}0", unknown[:PAGE])] if unknown else []
        if directories.find(COLLEAGUES):
            return []
        return [_page(at) for at in range(COLLEAGUE_PAGES)]

    def keep_riders(self, answer: BatchAnswer, riders: Sequence[Command]) -> None:
        """Store what the riders brought."""
        for rider in riders:
            self.keep(answer, rider.key)
        if len(riders) == COLLEAGUE_PAGES:
            self._asker.directories.keep(COLLEAGUES, content=True)
            self._keep_everybody(answer, riders)

    def command(self, key: str, ids: Sequence[int | Reference]) -> Command:
        """Asks for at most fifty people."""
        return Command(key, "user.get", {"FILTER": {"ID": list(ids)}, "select": _SELECT})

    def keep(self, answer: BatchAnswer, key: str) -> None:
        """Store the people that rode in a request; without them the answer is only asked for again."""
        if key in answer:
            self._keep(_users(answer[key]))

    def team(self) -> tuple[User, ...]:
        """The active people of the departments that the person heads, with those below; else of the own department.

        At most ten minutes old; see `Directories.lately`.
        """
        stored = self._asker.directories.lately(TEAM, self._read_team)
        return tuple(_unpack(each) for each in stored["people"])

    def leads(self) -> bool:
        """Whether the person heads a department; read together with the team."""
        return bool(self._asker.directories.load(TEAM, self._read_team)["leads"])

    def _read_team(self) -> dict[str, Any]:
        connection = self._asker.connection
        pages = [_page(at) for at in range(TEAM_PAGES)]
        myself = self.command("me", [self._asker.me.id])
        rows, answer = read_by_offset(connection, "department.get", {}, [myself, *pages], start="START")
        led = Departments.read(rows).headed_by(self._asker.me.id)
        own = led or _own_departments(answer["me"])
        if not own:
            found = [self._asker.me]
        elif answer.next(pages[-1].key) is None:
            found = [user for page in pages for user in _users(answer[page.key]) if own & set(user.department_ids)]
            self._asker.directories.keep(COLLEAGUES, content=True)
            self._keep_everybody(answer, pages)
        else:
            condition = {"UF_DEPARTMENT": sorted(own), "ACTIVE": True}
            rows, _ = read_by_offset(connection, "user.get", {"FILTER": condition, "select": _SELECT}, start="start")
            found = _users(rows)
        for page in pages:
            self.keep(answer, page.key)
        # Somebody of two departments may come twice.
        team = {user.id: user for user in found if user.active}
        self._keep(team.values())
        return {"leads": bool(led), "people": [_pack(user) for user in team.values()]}

    def _keep_everybody(self, answer: BatchAnswer, pages: Sequence[Command]) -> None:
        """Remember all active people, when these pages are all that there are."""
        if any(page.key not in answer for page in pages) or answer.next(pages[-1].key) is not None:
            return
        people = {user.id: user for page in pages for user in _users(answer[page.key]) if user.active}
        self._asker.directories.keep(EVERYBODY, [_pack(user) for user in people.values()])

    def _keep(self, users: Iterable[User]) -> dict[int, Any]:
        entries = {user.id: _pack(user) for user in users}
        self._asker.directories.keep_entries(USERS, entries)
        return entries


def _folded(name: str) -> str:
    """As the portal compares names."""
    return name.casefold().replace("ё", "е")


def _page(at: int) -> Command:
    """Fifty of all people of the portal, who left among them."""
    return Command(f"{USERS}{at}", "user.get", {"select": _SELECT, "start": at * PAGE})


def _own_departments(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    return {each for row in rows for each in _departments(row)}


def _users(rows: Iterable[Mapping[str, Any]]) -> list[User]:
    return [_user(row) for row in rows]


def _user(row: Mapping[str, Any]) -> User:
    return User(
        id=number(row.get("ID")) or 0,
        # People who were invited and have not filled in their profile have an address only.
        name=f"{row.get('NAME') or ''} {row.get('LAST_NAME') or ''}".strip() or str(row.get("EMAIL") or ""),
        department_ids=tuple(sorted(_departments(row))),
        active=row.get("ACTIVE") in (True, "Y", "1", "true", None),
    )


def _departments(row: Mapping[str, Any]) -> set[int]:
    return {each for each in map(number, row.get("UF_DEPARTMENT") or ()) if each}


def _pack(user: User) -> dict[str, Any]:
    return asdict(user)


def _unpack(stored: Mapping[str, Any]) -> User:
    return User(stored["id"], stored["name"], tuple(stored["department_ids"]), stored["active"])
