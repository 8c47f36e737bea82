"""`help`: what the assistant can do, in groups; then every command, one a line; `/help deals` explains one."""

from __future__ import annotations

from assistant.catalogue import Catalogue, Intent
from assistant.models import Button, Phrase, Press, Reply, Run, Translated
from assistant.scenarios.introduction import INTRODUCES, INTRODUCES_TO_GROUP, introduction
from assistant.scenarios.offers import LABELS, complete, title, typed, usual
from assistant.scenarios.paging import Page
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

ALL = "commands"
"""The view with every command."""
GROUPS = {
    "help.deals": ("deals.list", "deals.count"),
    "help.clients": ("client.card", "client.last_contact", "call.start"),
    "help.tasks": ("tasks.list", "task.create"),
    "help.meetings": ("meetings.list",),
    "help.reports": ("report.sales", "report.tasks"),
}
"""What people come for, a line each: its name → its intents, of which the first two are shown by an example."""
LIMITS = {"all": "help.limited.all", "tasks": "help.limited.tasks"}
"""What is told of answers without the asker's own rights."""


def give_help(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """The jobs, or one command in detail."""
    if run.view in {INTRODUCES, INTRODUCES_TO_GROUP}:
        return introduction(run, catalogue)
    topic = (run.slots.topic or "").strip().lstrip("/").casefold()
    if not topic:
        return _jobs(run, portal, catalogue) if run.view == ALL else _overview(portal, catalogue)
    intent = _named(topic, catalogue)
    if intent is None:
        jobs = _overview(portal, catalogue)
        unknown = say("help.unknown", topic=run.slots.topic or "")
        return Reply((unknown, *jobs.lines[1:]), jobs.buttons, personal=False)
    return _explained(intent)


def _overview(portal: Portal, catalogue: Catalogue) -> Reply:
    """What people come for, six lines."""
    lines = [say("help.head")]
    for name, members in GROUPS.items():
        intents = [catalogue[each] for each in members if each in catalogue and catalogue[each].answered]
        told = [_example(intent, index) for index in (0, 1) for intent in intents]
        examples = tuple(say("help.quoted", example=each) for each in told if each.texts)[:2]
        commands = tuple(_command(intent) for intent in intents if intent.command)
        if intents:
            lines.append(say("help.group", name=say(name), examples=examples, commands=commands))
    limits = (say(LIMITS[portal.limited]),) if portal.limited else ()
    deals, tasks, _ = usual()
    more = (
        button("offer.meetings", Run("meetings.list")),
        button("offer.report", Run("report.sales")),
        button("help.commands", Run("help", view=ALL)),
    )
    return Reply((*lines, *limits), rows((deals, tasks), more), personal=False)


def _command(intent: Intent) -> Phrase:
    return say("help.typed" if intent.required else "help.sent", command=intent.command)


def _jobs(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    jobs = [intent for intent in catalogue if intent.answered and intent.title and not _beside(intent)]
    jobs.sort(key=_rank)
    page = Page.of(jobs, run.offset)
    lines = (say("help.every"), *(_line(intent) for intent in page.shown), *page.rest_line(len(jobs)))
    deals, tasks, _ = usual()
    limits = (say(LIMITS[portal.limited]),) if portal.limited else ()
    return Reply((*lines, say("help.tail"), *limits), rows((page.more(run), deals, tasks)), personal=False)


def _beside(intent: Intent) -> bool:
    """No job but a way to one; the last line names them."""
    return intent.name == "help" or intent.name.startswith(("session.", "subscription."))


def _rank(intent: Intent) -> tuple[int, str]:
    """The commonest jobs first, in the order of `LABELS`."""
    order = tuple(LABELS)
    return (order.index(intent.name) if intent.name in LABELS else len(order), intent.name)


def _line(intent: Intent) -> Phrase:
    example = _example(intent, 0)
    if not intent.command:
        return say("help.line", title=title(intent), example=example)
    key = "help.line_typed" if intent.required else "help.line_sent"
    return say(key, command=intent.command, title=title(intent), example=example)


def _explained(intent: Intent) -> Reply:
    lines = [say("help.title", title=title(intent))]
    if intent.command:
        hint = (say("help.hint", hint=Translated(intent.hint)),) if intent.hint else ()
        lines.append(say("help.command", command=intent.command, hint=hint))
    examples = range(max((len(texts) for texts in intent.example.values()), default=0))
    lines.extend(say("help.example", example=_example(intent, index)) for index in examples)
    if not intent.answered:
        lines.append(say("help.not_yet"))
        return Reply(tuple(lines), rows(usual()), personal=False)
    # What changes something is not tried.
    tried = None if intent.writes else Button(say("button.try"), Press(complete(Run(intent.name), intent)))
    return Reply(tuple(lines), rows((tried, typed(intent))), personal=False)


def _example(intent: Intent, index: int) -> Translated:
    return Translated({lang: texts[index] for lang, texts in intent.example.items() if index < len(texts)})


def _named(topic: str, catalogue: Catalogue) -> Intent | None:
    """The intent of a command, an alias, a title or a name, or else of a word of the title of a command."""
    for intent in catalogue:
        if topic in {intent.command, intent.name, *intent.aliases, *_titles(intent)}:
            return intent
    commands = (intent for intent in catalogue if intent.command and intent.answered)
    return next((intent for intent in commands if any(topic in title.split() for title in _titles(intent))), None)


def _titles(intent: Intent) -> list[str]:
    return [text.casefold() for text in intent.title.values()]
