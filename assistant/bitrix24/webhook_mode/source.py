"""The only way from the webhook to an asker: sends plans, collects evidence, lets the guard look at every row."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from assistant.bitrix24 import pipelines
from assistant.bitrix24.answers import Answer, number
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command
from assistant.bitrix24.rows.listing import PAGE, UNCOUNTED, Listing
from assistant.bitrix24.webhook_mode.company import Rights
from assistant.bitrix24.webhook_mode.connection import HookConnection
from assistant.bitrix24.webhook_mode.evidence import DEAL_FIELD, ClientKey, Evidence
from assistant.bitrix24.webhook_mode.guard import KINDS, Guard, rows_at, rows_of
from assistant.bitrix24.webhook_mode.known import Known
from assistant.bitrix24.webhook_mode.plans import Plan, parted, plan, proving
from assistant.errors import ForbiddenError, PortalError, PortalUnavailableError
from assistant.models import Pipeline

log = logging.getLogger(__name__)
_DEALS_AND_CLIENTS = ("crm.item.list", "crm.deal.list")
_COUNTED = (*_DEALS_AND_CLIENTS, "tasks.task.list", "crm.stagehistory.list")
"""Lists whose rows are all the asker's when the portal did what it was asked."""


class GuardedSource:
    """Gives one asker, for one question, what is provably the asker's."""

    def __init__(self, connection: HookConnection, rights: Callable[[], Rights], known: Callable[[], Known]) -> None:
        """Both are called when something is read; `rights` may raise `ForbiddenError`."""
        self._connection = connection
        self._find_rights = rights
        self._find_known = known
        self._found: tuple[Rights, Evidence, Guard, Known] | None = None

    def parted(self, listing: Listing) -> tuple[Listing, ...]:
        """A listing as several that ask for the asker's rows only."""
        return parted(listing, self._state[0])

    def read_batch(self, commands: Iterable[Command], *, halt: bool = False) -> BatchAnswer:
        """Provable rows, in one request; in two where clients have to be proved first.

        Raises:
            ForbiddenError: the asker is no employee.
            PortalError: the webhook or the portal refused.
        """
        rights, evidence, guard, known = self._state
        plans = _fitting([self._plan(command) for command in commands])
        asked = [each for one in plans for each in (*one.answers, *one.evidence)]
        results = known.among(asked)
        sent = [each for each in asked if each.key not in results]
        raw = self._connection.read_batch(sent, halt=halt) if sent else BatchAnswer((), Answer({}))
        _learn(evidence, sent, raw)
        if sent and not rights.crm_open:
            self._prove(evidence, plans, raw)
        return _Answer(_Admission(guard, raw.including(results)), plans)

    def pipelines(self) -> tuple[Pipeline, ...]:
        """Those that are proved by the rows that came so far, usually without a request.

        Raises:
            PortalError: they had to be asked for, and the portal refused.
        """
        _, _, guard, known = self._state
        results = known.among(pipelines.COMMANDS)
        if not results:
            return pipelines.read(self.read_batch(pipelines.COMMANDS))
        raw = BatchAnswer(pipelines.COMMANDS, Answer({"result": results}))
        return pipelines.read(_Answer(_Admission(guard, raw), [Plan(each, (each,)) for each in pipelines.COMMANDS]))

    def _plan(self, command: Command) -> Plan:
        rights, evidence, _, known = self._state
        if command.method.lower() == "crm.category.list":
            return proving(command, rights, [each for each in known.pipelines if each not in evidence.pipelines])
        return plan(command, rights)

    @property
    def _state(self) -> tuple[Rights, Evidence, Guard, Known]:
        if self._found is None:
            rights = self._find_rights()
            evidence = Evidence(rights)
            self._found = rights, evidence, Guard(rights, evidence), self._find_known()
        return self._found

    def _prove(self, evidence: Evidence, plans: Sequence[Plan], raw: BatchAnswer) -> None:
        doubtful = chain.from_iterable(_clients(one.command, each, raw) for one in plans for each in one.answers)
        clients = evidence.undecided(doubtful)
        if not clients:
            return
        found = self._look(evidence, evidence.together(clients))
        crowded = {kind for kind in DEAL_FIELD if len(_items(found, f"deals{kind}")) >= PAGE}
        unseen = [each for each in clients if each[0] in crowded and not evidence.proves(each)]
        if unseen:
            self._look(evidence, evidence.one_by_one(unseen))

    def _look(self, evidence: Evidence, commands: Sequence[Command]) -> BatchAnswer:
        found = self._connection.read_batch(commands)
        _learn(evidence, commands, found)
        return found


def _items(found: BatchAnswer, key: str) -> list[Mapping[str, Any]]:
    return rows_at("items", found.get(key, None))


def _fitting(plans: list[Plan]) -> list[Plan]:
    """As much as goes into a batch: what was asked before what makes it complete or proves it."""
    room = LIMIT - sum(bool(one.answers) for one in plans)
    fitted = []
    for one in plans:
        further = one.answers[1:][: max(room, 0)]
        room -= len(further)
        proofs = one.evidence[: max(room, 0)]
        room -= len(proofs)
        fitted.append(Plan(one.command, (*one.answers[:1], *further), proofs))
    return fitted


def _learn(evidence: Evidence, commands: Iterable[Command], raw: BatchAnswer) -> None:
    for command in commands:
        if command.method.lower() in _DEALS_AND_CLIENTS:
            evidence.learn(command, rows_of(command, raw.get(command.key, None)))


def _clients(asked: Command, command: Command, raw: BatchAnswer) -> Iterator[ClientKey]:
    """Clients that came whole or were hit: those that an answer may name."""
    result = raw.get(command.key, None)
    if command.method.lower() == "crm.duplicate.findbycomm" and isinstance(result, Mapping):
        for name, kind in KINDS.items():
            yield from ((kind, each) for each in map(number, result.get(name) or ()) if each)
    elif "*" in (asked.params.get("select") or ()):
        entity = number(asked.params.get("entityTypeId"))
        if entity in DEAL_FIELD:
            yield from ((entity, number(row.get("id")) or 0) for row in rows_of(command, result))


class _Admission:
    """The results of one batch as they pass the guard."""

    def __init__(self, guard: Guard, raw: BatchAnswer) -> None:
        self._guard = guard
        self._raw = raw

    def result(self, one: Plan) -> tuple[Any, int]:
        """What a plan gives, and how many rows were dropped though only the asker's had been asked for.

        Raises:
            PortalError: its first command failed, or it is none whose rows can be proved.
        """
        if not one.answers:
            return self._guard.admit(one.command, None).result, 0
        first, *others = one.answers
        admitted = self._guard.admit(first, self._raw[first.key])
        result = admitted.result
        for other in others:
            more = self._guard.admit(other, self._raw.get(other.key, None)).result
            result = {place: [*rows, *more[place]] for place, rows in result.items()}
        return result, admitted.dropped

    def counts(self, one: Plan) -> tuple[int | None, int | None]:
        """Total and next of the portal."""
        if not one.answers:
            return 0, None
        return self._raw.total(one.answers[0].key), self._raw.next(one.answers[0].key)

    def came(self, one: Plan) -> int:
        """Rows that the portal gave."""
        if not one.answers:
            return 0
        return len(rows_of(one.answers[0], self._raw.get(one.answers[0].key, None)))


class _Answer(BatchAnswer):
    """What the guard let through. A total that counts dropped rows would tell of them, so it is not given."""

    def __init__(self, admission: _Admission, plans: Sequence[Plan]) -> None:
        self._results: dict[str, Any] = {}
        self._failures: dict[str, PortalError] = {}
        self._totals: dict[str, Any] = {}
        self._next: dict[str, Any] = {}
        spoiled: dict[tuple[str, str], int] = {}
        for one in plans:
            key = one.command.key
            try:
                self._results[key], lost = admission.result(one)
            except PortalError as error:
                self._failures[key] = error
                continue
            if lost and one.command.method in _COUNTED:
                spoiled[_question(one)] = spoiled.get(_question(one), 0) + lost
            self._totals[key], self._next[key] = admission.counts(one)
        for question, lost in spoiled.items():
            log.info("%s: %d rows were left out, nothing proves whose they are", question[0], lost)
            self._withhold([one for one in plans if _question(one) == question], admission)

    def _withhold(self, plans: Sequence[Plan], admission: _Admission) -> None:
        came = sum(admission.came(one) for one in plans)
        for one in plans:
            key = one.command.key
            if (number(self._totals.get(key)) or 0) > came or (_goes_on(one.command) and came >= PAGE):
                # The portal did not ask for the asker's rows: which of the others are, nobody knows.
                text = f"{one.command.method}: the portal gave rows of others, so what is missing cannot be proved"
                self._failures[key] = ForbiddenError(text)
                self._results.pop(key, None)
            self._totals[key] = None

    def __contains__(self, key: str) -> bool:
        return key in self._results

    def error(self, key: str) -> PortalError | None:
        """What went wrong with a command; `None` when it has a result."""
        if key in self._results:
            return None
        return self._failures.get(key) or PortalUnavailableError(f"the batch has no result of {key}")


def _goes_on(command: Command) -> bool:
    """Whether it is a page of a list that is not counted: when it is full, there may be more."""
    order = command.params.get("order")
    by_id = isinstance(order, Mapping) and [name.lower() for name in order] == ["id"]
    return by_id and command.params.get("start") == UNCOUNTED


def _question(one: Plan) -> tuple[str, str]:
    """The same for all pages of a list."""
    return one.command.method, repr(one.command.params.get("filter"))
