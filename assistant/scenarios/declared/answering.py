"""Reads a query and tells its reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.catalogue import PLACEHOLDER, Answer, Button, Catalogue, Query, Variant
from assistant.models import Button as Key
from assistant.models import Phrase, Press, Prompt, Reply, Run
from assistant.scenarios.declared.asked import completed, given
from assistant.scenarios.declared.colleagues import read_colleagues
from assistant.scenarios.declared.deals import read_deals
from assistant.scenarios.declared.found import Found, Reader, Values, Wanted
from assistant.scenarios.declared.meetings import read_free_time, read_meetings
from assistant.scenarios.declared.rows import kept, ordered
from assistant.scenarios.declared.tasks import read_tasks
from assistant.scenarios.offers import complete
from assistant.scenarios.paging import Page
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import rows as rows_of

READERS: Mapping[str, Reader] = {
    "colleagues": read_colleagues,
    "deals": read_deals,
    "free_time": read_free_time,
    "meetings": read_meetings,
    "tasks": read_tasks,
}
"""By the names of `catalogue.SOURCES`."""
WHY = "why"


def answer_declared(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """Answer an intent by what its file says.

    Raises:
        AssistantError: the portal did not give what is needed.
    """
    view = catalogue[run.intent].declared(run.view)
    if view is None:
        raise KeyError(f"the file of {run.intent} says nothing about its answer")
    asked = completed(run, view.query, portal.now.date())
    found = READERS[view.query.source](asked, portal, _wanted(view.query, view.reply))
    if isinstance(found, Reply):
        return found
    rows = ordered(kept(found.rows, view.query.where), view.query.sort)
    if rows and run.view == WHY and found.explain:
        return found.explain()
    told = _Told(asked, found, found.tell(rows), catalogue, portal)
    if not rows:
        return told.nothing(view.reply)
    if view.query.limit:
        rows = rows[: view.query.limit]
    if not view.reply.row:
        return Reply((*told.line(view.reply.headline), *told.below(view.reply)), told.buttons(view.reply))
    page = Page.of(rows, run.offset)
    shown = [each for row in page.shown for each in _line(view.reply.row, row.values, run.intent)]
    lines = (*told.line(view.reply.headline), *shown, *page.rest_line(len(rows)), *told.below(view.reply))
    return Reply(lines, told.buttons(view.reply, page.more(asked)))


def _wanted(query: Query, reply: Answer) -> Wanted:
    texts = [text for variant in reply.row for each in variant.text.values() for text in _forms(each)]
    told = {name for text in texts for name, _ in PLACEHOLDER.findall(text)}
    sorted_by = {name.removeprefix("-") for name in query.sort}
    return Wanted(frozenset(told | sorted_by | set(query.where)), query.dated_by)


def _forms(text: str | Mapping[str, str]) -> Sequence[str]:
    return [text] if isinstance(text, str) else list(text.values())


class _Told:
    """Everything around the rows of one answer."""

    def __init__(self, run: Run, found: Found, values: Values, catalogue: Catalogue, portal: Portal) -> None:
        self._run = run
        self._found = found
        self._values = values
        self._catalogue = catalogue
        self._portal = portal

    def line(self, variants: Sequence[Variant]) -> tuple[Phrase, ...]:
        """The first variant that fits."""
        return _line(variants, self._values, self._run.intent)

    def below(self, reply: Answer) -> tuple[Phrase, ...]:
        """What stands under the rows."""
        return (*self.line(reply.below), *self._found.remarks)

    def nothing(self, reply: Answer) -> Reply:
        """What was looked for without success; without words of the file the source says it."""
        if not reply.empty:
            return self._found.nothing()
        return Reply(self.line(reply.empty), self.buttons(reply))

    def buttons(self, reply: Answer, more: Key | None = None) -> tuple[tuple[Key, ...], ...]:
        """Those that make sense now, the one for more rows first."""
        told = [tuple(self._button(each) for each in row if _fits(each, self._values)) for row in reply.buttons]
        first, *others = told or [()]
        return rows_of((more, *first), *others)

    def _button(self, wish: Button) -> Key | None:
        if wish.way:
            return self._found.ways.get(wish.way)
        label = Phrase(f"{self._run.intent}.button", self._values, wish.text)
        if wish.prompt:
            return Key(label, Prompt(wish.prompt))
        slots = given(self._run.slots, wish.with_, self._portal.now.date())
        run = Run(wish.run or self._run.intent, slots, self._run.scope, view=wish.view)
        if run == replace(self._run, offset=0):
            return None  # it is what has just been answered
        return Key(label, Press(complete(run, self._catalogue[run.intent])))


def _line(variants: Sequence[Variant], values: Values, intent: str) -> tuple[Phrase, ...]:
    return tuple(_first(variants, values, intent))


def _first(variants: Sequence[Variant], values: Values, intent: str) -> Iterator[Phrase]:
    for variant in variants:
        if _fits(variant, values):
            yield Phrase(intent, values, variant.text)
            return


def _fits(wish: Variant | Button, values: Values) -> bool:
    def there(name: str) -> bool:
        return values[name] not in ("", (), 0)

    return all(map(there, wish.when)) and not any(map(there, wish.unless))
