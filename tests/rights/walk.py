"""Everybody asks everything and presses what the answers offer, one level deep; what is wrong with it is noted."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.models import Ask, Button, Chart, ChartKind, ChartPanel, Deal, Money, Press, Run, Sheet
from assistant.scenarios import LONG
from assistant.subscriptions import SUBSCRIBABLE
from tests.rights.company import role
from tests.rights.looks import Questions, reading
from tests.rights.marks import Told, Ways, said, told
from tests.rights.office import Heard, Office
from tests.rights.witness import records, rows_of, strange

Rows = dict[str, set[int]]
"""Ids by table."""
Look = tuple[str, str]
"""An intent and a view."""
PEOPLE, ROLES = 10, 4
"""So many people of so many roles at least ask for each look."""
PRESSING, THEIR_ROLES = 3, 3
"""The same of each kind of button."""
_USER = re.compile(r"\[USER=\d+\]", re.IGNORECASE)


@dataclass
class Askers:
    """Who did something."""

    people: set[int] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)

    def add(self, person: int, what: str) -> None:
        self.people.add(person)
        self.roles.add(what)

    def enough(self, people: int = PEOPLE, roles: int = ROLES) -> bool:
        """So many, of different kinds."""
        return len(self.people) >= people and len(self.roles) >= roles


class Walk:
    """One walk through everything, by all people of a company."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.wrong: list[str] = []
        """What somebody was told, or a scenario was given, that the person may not read."""
        self.overheard: list[str] = []
        """What a group was told of what is personal."""
        self.made_up: list[str] = []
        """What stands in files that the scenario was not given."""
        self.told: dict[int, set[tuple[str, int]]] = defaultdict(set)
        self.asked: dict[int, set[str]] = defaultdict(set)
        self.looks: dict[Look, Askers] = defaultdict(Askers)
        self.offered: set[Look] = set()
        self.delivered: dict[str, Askers] = defaultdict(Askers)
        self.files: list[tuple[int, Heard]] = []
        self.given = 0
        """Records."""
        self.refused: set[str] = set()
        """Why somebody got no answer."""
        self._chance = random.Random(seed)
        self._pressed: dict[tuple[object, ...], Askers] = defaultdict(Askers)
        self._left: dict[Look, list[tuple[int, Run]]] = defaultdict(list)
        self._ways = Ways(office.tables)
        self._reading = reading(office.catalogue)
        self._walk()

    def _walk(self) -> None:
        people = [*self.office.tables.employees]
        self._chance.shuffle(people)
        for place, person in enumerate(people):
            for run in self._questions(place, person):
                self._press(person, self._ask(person, run))
            self._subscribe(place, person)
        for look in sorted(self.offered):
            for person, run in self._left[look]:
                if not self.looks[look].enough():
                    self._ask(person, run)
            for person in people:
                if not self.looks[look].enough():
                    ways = Questions(person, self.office.tables, self._chance).ways
                    self._ask(person, replace(self._chance.choice(ways[look[0]])(), view=look[1]))

    def _questions(self, place: int, person: int) -> Iterator[Run]:
        """All of them, and each look that an intent has, in turn."""
        by_intent: dict[str, list[Run]] = defaultdict(list)
        for run in Questions(person, self.office.tables, self._chance):
            by_intent[run.intent].append(run)
            if run.intent not in LONG or place % 2:
                yield run
        for name, runs in by_intent.items():
            intent = self.office.catalogue[name]
            views = sorted({*intent.views, *intent.behind_buttons})
            self.offered |= {(name, view) for view in views}
            if views:
                run = self._chance.choice(runs)
                if not place % 2:
                    yield replace(run, view=views[place // 2 % len(views)])

    def _ask(self, person: int, step: Run | Ask) -> Heard:
        heard = self.office.ask(person, step)
        self._check(person, heard)
        run = step if isinstance(step, Run) else step.run
        if isinstance(step, Run):
            self.asked[person].add(run.intent)
            self.looks[run.intent, run.view].add(person, role(self.office.tables, person))
        if heard.reply.attachments:
            self.files.append((person, heard))
        return heard

    def _press(self, person: int, heard: Heard) -> None:
        what = role(self.office.tables, person)
        for button in (each for row in heard.reply.buttons for each in row):
            step = _read_by(button)
            if step is None:
                continue
            run = step if isinstance(step, Run) else step.run
            if run.intent not in self._reading or run.confirmed:
                continue
            look = (run.intent, run.view)
            if isinstance(step, Run):
                self.offered.add(look)
            known = self._pressed[_kind(heard, button, step)]
            if known.enough(PRESSING, THEIR_ROLES) or (len(known.people) >= PRESSING and what in known.roles):
                if isinstance(step, Run) and len(self._left[look]) < 4 * PEOPLE:
                    self._left[look].append((person, step))
                continue
            known.add(person, what)
            for row in self._ask(person, step).reply.buttons:
                for further in map(_read_by, row):
                    if isinstance(further, Run) and further.intent in self._reading and not further.confirmed:
                        self.offered.add((further.intent, further.view))
                        self._left[further.intent, further.view].append((person, further))

    def _subscribe(self, place: int, person: int) -> None:
        """Two of the questions that can be subscribed to, in turn."""
        intents = sorted(SUBSCRIBABLE)
        ways = Questions(person, self.office.tables, self._chance).ways
        for at in (2 * place, 2 * place + 1):
            intent = intents[at % len(intents)]
            heard = self.office.deliver(person, self._chance.choice(ways[intent])())
            self._check(person, heard)
            self.delivered[intent].add(person, role(self.office.tables, person))

    def _check(self, person: int, heard: Heard) -> None:
        rows = rows_of(heard.given)
        self.given += sum(map(len, rows.values()))
        self.refused |= {heard.refused} - {""}
        may = self.office.may(person)
        run = getattr(heard.step, "run", heard.step)
        known = said(run)
        named = told(heard.all) - known
        self.told[person] |= named
        who = f"{role(self.office.tables, person)} {person}: {heard.step}"
        if odd := strange(heard.given, may):
            self.wrong.append(f"{who}: given {odd[:3]}")
        if odd := sorted(each for each in named if not may.holds(*each)):
            self.wrong.append(f"{who}: told of {odd[:5]}")
        if odd := self._ways.private(f"{heard.private} {heard.files}", may, repr(run)):
            self.wrong.append(f"{who}: told {odd}")
        self._check_group(who, heard, known, rows)
        if not heard.delivered:
            self._check_files(who, heard, rows)

    def _check_group(self, who: str, heard: Heard, known: Told, rows: Rows) -> None:
        everybody = self.office.tables.nobody
        if odd := [*(told(heard.group) - known), *self._ways.private(heard.group, everybody, repr(heard.step))]:
            self.overheard.append(f"{who}: a group hears of {odd[:5]}")
        if heard.reply.personal and re.search(r"\d", _USER.sub("", heard.group)):
            self.overheard.append(f"{who}: a group hears a number: {heard.group}")
        if not heard.reply.personal and not heard.refused and rows:
            self.overheard.append(f"{who}: is not personal though it was made of {rows}")

    def _check_files(self, who: str, heard: Heard, rows: Rows) -> None:
        if odd := [(table, one) for table, one in told(heard.files) if one not in rows.get(table, ())]:
            self.made_up.append(f"{who}: {odd[:5]} in a file")
        for each in heard.reply.attachments:
            if isinstance(each, Sheet) and len(tuple(each.rows)) > max(map(len, rows.values()), default=0):
                self.made_up.append(f"{who}: more rows in a sheet than were given")
            for panel in each.panels if isinstance(each, Chart) else ():
                if not _drawn_of(panel, heard.given):
                    self.made_up.append(f"{who}: more in a chart than was given: {panel.bars}")


def _drawn_of(panel: ChartPanel, given: list[object]) -> bool:
    """Whether the bars are no longer than what was given allows."""
    deals = {each.id: each for each in records(given) if isinstance(each, Deal)}
    most = max(len(rows) for rows in (*rows_of(given).values(), ()))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for bar in panel.bars:
        if isinstance(bar.text, Money):
            sums[bar.text.currency] += bar.text.value
    if panel.kind is ChartKind.FUNNEL or not sums:
        return all(bar.value <= most for bar in panel.bars)
    have: dict[str, Decimal] = defaultdict(Decimal)
    for deal in deals.values():
        have[deal.amount.currency] += deal.amount.value
    return all(value <= have[currency] for currency, value in sums.items())


def _read_by(button: Button) -> Run | Ask | None:
    """What a button asks, where it asks anything."""
    action = button.does.action if isinstance(button.does, Press) else None
    return action if isinstance(action, Run | Ask) else None


def _kind(heard: Heard, button: Button, step: Run | Ask) -> tuple[object, ...]:
    run = step if isinstance(step, Run) else step.run
    asked = heard.step.run if isinstance(heard.step, Ask) else heard.step
    named = (getattr(asked, "intent", ""), getattr(asked, "view", ""))
    return (named, button.label.key, str(button.label.texts), type(step), run.intent, run.view)
