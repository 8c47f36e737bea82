"""`task.create`: asked back with exact values, made after a yes, taken back for ten minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from assistant.catalogue import Catalogue
from assistant.models import (
    Ask,
    Button,
    Cancel,
    KeyStyle,
    Link,
    NewTask,
    OpenLink,
    Phrase,
    Press,
    Project,
    Reply,
    Run,
    Task,
    User,
)
from assistant.names import Certain, Doubtful, candidates, choice
from assistant.scenarios.people import TEAM
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

CONFIRM, CHANGE = "confirm", "change"
"""Slots of questions: for a yes, and for what is to be different."""
UNDO = "undo"
"""The view that takes the task back."""
END_OF_WORK, END_OF_DAY = time(18), time(23, 59)
"""The hour of a deadline that is a day; the latter when the former is over."""
OFFERED = 5
CHANGES = {
    "title": "making.changed.title",
    "datetime": "making.changed.deadline",
    "period": "making.changed.deadline",
    "person": "making.changed.person",
    "project": "making.changed.project",
}


def make_task(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """Make a task that was said yes to, take one back, or ask first."""
    if run.view == UNDO:
        return _undo(run, portal)
    if not run.confirmed:
        return propose_task(Ask(run, CONFIRM), portal, catalogue)
    found = _exact(run, portal)
    if isinstance(found, Reply):
        return found
    exact, assignee = found
    slots = exact.slots
    made = portal.create_task(
        NewTask(
            title=slots.title or "",
            responsible=assignee.id,
            deadline=_deadline(slots.datetime, portal),
            project_id=slots.project_id or 0,
            project=slots.project or "",
        ),
        run.key,
    )
    key = "making.before" if made.before else "making.made"
    notes = _notes(made.task.deadline, assignee, made.task.project, portal)
    line = say(key, task=Link(made.task.title, made.task.url), notes=notes)
    undo = button("making.button.undo", replace(exact, view=UNDO, asked=None))
    return Reply((line,), rows((undo, _open(made.task))), personal=bool(made.task.project))


def propose_task(step: Ask, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """Repeat the task with its date, person and text, and ask for a yes."""
    found = _exact(step.run, portal)
    if isinstance(found, Reply):
        return found
    run, assignee = found
    slots = run.slots
    deadline = _deadline(slots.datetime, portal)
    notes = _notes(deadline, assignee, slots.project or "", portal)
    question = say("making.question", title=slots.title or "", notes=notes)
    lines = [*_changes(step.changed, deadline, assignee, run), question]
    if deadline and deadline <= portal.now:
        lines.append(say("making.over"))
    yes = replace(run, confirmed=True, asked=portal.now)
    buttons = (
        Button(say("making.button.create"), Press(yes), KeyStyle.PRIMARY),
        button("making.button.change", Ask(run, CHANGE)),
        button("button.cancel", Cancel()),
    )
    # In a group it says what was written there, and names of colleagues; projects are the asker's to see.
    personal = bool(slots.project)
    return Reply(tuple(lines), rows(buttons), personal=personal, shareable=False, question=Ask(run, CONFIRM))


def ask_change(step: Ask) -> Reply:
    """What is to be different?"""
    return Reply((say("making.ask_change"),), rows((button("button.cancel", Cancel()),)), personal=False, question=step)


def _undo(run: Run, portal: Portal) -> Reply:
    undone = portal.undo_task(run.key)
    if undone.task is None:
        return Reply((say("making.nothing_to_undo"),), personal=False)
    task = undone.task
    if undone.at is None:
        line = say("making.too_late", task=Link(task.title, task.url))
        return Reply((line,), rows((_open(task),)), personal=False)
    key = "making.undone_before" if undone.before else "making.undone"
    return Reply((say(key, title=task.title, at=undone.at),), personal=False)


def _exact(run: Run, portal: Portal) -> tuple[Run, User] | Reply:
    """The task with one person, one project and one moment, or the question that is left."""
    run = replace(run, read_as="", slots=replace(run.slots, title=_sentence(run.slots.title or "")))
    assignee = _assignee(run, portal)
    if isinstance(assignee, Reply):
        return assignee
    own = assignee.id == portal.me.id
    slots = replace(run.slots, person=None if own else assignee.name, person_id=None if own else assignee.id)
    if slots.period is not None and slots.datetime is None:
        end = datetime.combine(slots.period.last, END_OF_WORK)
        if end <= portal.now.replace(tzinfo=None):
            end = datetime.combine(slots.period.last, END_OF_DAY)
        slots = replace(slots, datetime=end)
    run = replace(run, slots=replace(slots, period=None))
    if run.slots.project and run.slots.project_id is None:
        project = _project(run, run.slots.project, portal)
        if isinstance(project, Reply):
            return project
        run = replace(run, slots=replace(run.slots, project=project.name, project_id=project.id))
    return run, assignee


def _assignee(run: Run, portal: Portal) -> User | Reply:
    slots = run.slots
    if slots.person_id is not None:
        known = portal.users((slots.person_id,)).get(slots.person_id)
        return known or User(slots.person_id, slots.person or "")
    if not slots.person:
        return portal.me
    if slots.person == TEAM:
        return _which(run, say("making.one_person"), ())
    found = tuple(user for user in portal.people(slots.person) if user.active)
    match choice(candidates(slots.person, found, lambda user: user.name)):
        case Certain(user):
            return user
        case Doubtful(several):
            return _which(run, say("people.several", name=slots.person, count=len(several)), several)
        case _:
            return _which(run, say("people.none", name=slots.person), found[:OFFERED])


def _which(run: Run, line: Phrase, several: tuple[User, ...]) -> Reply:
    """Which colleague is meant; the answer may be typed as well."""

    def chosen(user: User) -> Run:
        return replace(run, slots=replace(run.slots, person=user.name, person_id=user.id))

    names = [user.name for user in several]
    buttons = tuple(
        button("button.namesake", chosen(user), name=user.name, id=str(user.id))
        if names.count(user.name) > 1
        else button("button.text", chosen(user), text=user.name)
        for user in several
    )
    without = replace(run, slots=replace(run.slots, person=None, person_id=None))
    beside = (button("making.button.for_me", without), button("button.cancel", Cancel()))
    return Reply((line,), rows(*((one,) for one in buttons), beside), personal=False, question=Ask(without, "person"))


def _project(run: Run, name: str, portal: Portal) -> Project | Reply:
    found = portal.projects(name)
    same = [each for each in found if each.name.casefold() == name.casefold()]
    if len(same or found) == 1:
        return (same or found)[0]

    def chosen(each: Project) -> Run:
        return replace(run, slots=replace(run.slots, project=each.name, project_id=each.id))

    without = replace(run, slots=replace(run.slots, project=None, project_id=None))
    buttons = ((button("button.text", chosen(each), text=each.name),) for each in found[:OFFERED])
    beside = (button("making.button.without_project", without), button("button.cancel", Cancel()))
    line = say("making.several_projects" if found else "making.no_project", name=name)
    question = Ask(without, "project")
    return Reply((line,), rows(*buttons, beside), personal=bool(found), shareable=False, question=question)


def _deadline(said: datetime | None, portal: Portal) -> datetime | None:
    """What was said in the asker's local time, with its zone."""
    return said.replace(tzinfo=portal.zone) if said else None


def _notes(deadline: datetime | None, assignee: User, project: str, portal: Portal) -> tuple[Phrase, ...]:
    notes = [say("making.note.deadline", at=deadline) if deadline else say("making.note.no_deadline")]
    own = assignee.id == portal.me.id
    notes.append(say("making.note.own") if own else say("making.note.person", name=assignee.name))
    if project:
        notes.append(say("making.note.project", name=project))
    return tuple(notes)


def _changes(names: Iterable[str], deadline: datetime | None, assignee: User, run: Run) -> tuple[Phrase, ...]:
    """One line that says what a correction has changed."""
    values = {
        "making.changed.title": run.slots.title or "",
        "making.changed.deadline": deadline or say("making.note.none"),
        "making.changed.person": assignee.name,
        "making.changed.project": run.slots.project or say("making.note.none"),
    }
    keys = dict.fromkeys(CHANGES[name] for name in names if name in CHANGES)
    pieces = tuple(say(key, value=values[key]) for key in keys)
    return (say("making.changed.line", pieces=pieces),) if pieces else ()


def _open(task: Task) -> Button:
    return Button(say("button.open"), OpenLink(task.url))


def _sentence(title: str) -> str:
    return title[:1].upper() + title[1:]
