"""Buttons under a list of tasks: one is done, one moves to tomorrow; both are taken back for ten minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from assistant.catalogue import Catalogue
from assistant.models import Ask, Button, Cancel, KeyStyle, Link, OpenLink, Phrase, Press, Reply, Run, Slots, Task
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

FINISH, MOVE = "task.finish", "task.move"
UNDO = "undo"
"""The view that takes it back."""
WHICH = {"which_finish": (FINISH, "acting.which_finish"), "which_move": (MOVE, "acting.which_move")}
"""Views of a list of tasks that ask which one is meant."""
ASKED_AGAIN = {
    FINISH: ("acting.question.finish", "acting.button.finish"),
    MOVE: ("acting.question.move", "acting.button.move"),
}
END_OF_WORK = time(18)


def act_buttons(tasks: Sequence[Task], run: Run, portal: Portal) -> tuple[Button, ...]:
    """What can be done with the tasks that a list shows: with the only one at once, else it is asked which."""
    own = _own(tasks, portal)
    if not own:
        return ()
    if len(own) == 1:
        return (
            button("acting.button.finish", _act(FINISH, own[0], portal)),
            button("acting.button.move", _act(MOVE, own[0], portal)),
        )
    return (
        button("acting.button.which_finish", replace(run, view="which_finish", read_as="")),
        button("acting.button.which_move", replace(run, view="which_move", read_as="")),
    )


def which(tasks: Sequence[Task], run: Run, portal: Portal) -> Reply:
    """One button a task."""
    intent, question = WHICH[run.view]
    buttons = (
        (button("button.text", _act(intent, task, portal), text=task.title or f"№ {task.id}"),)
        for task in _own(tasks, portal)
    )
    back = button("acting.button.back", replace(run, view=""))
    return Reply((say(question),), rows(*buttons, (back,)))


def finish_task(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """Finish a task, or set it back."""
    if run.view == UNDO:
        return _set_back(run, portal)
    if not run.confirmed:
        return propose_act(Ask(run, "confirm"), portal, catalogue)
    done = portal.finish_task(run.slots.task_id or 0, run.key)
    key = "acting.finished_before" if done.before else "acting.finished"
    return _did(run, say(key, task=_link(done.task), at=done.at), done.task)


def move_task(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """Move a task to tomorrow, at the hour that its deadline had; or set it back."""
    if run.view == UNDO:
        return _set_back(run, portal)
    if not run.confirmed:
        return propose_act(Ask(run, "confirm"), portal, catalogue)
    deadline = _tomorrow(run.slots.datetime, portal)
    moved = portal.move_task(run.slots.task_id or 0, deadline, run.key)
    key = "acting.moved_before" if moved.before else "acting.moved"
    return _did(run, say(key, task=_link(moved.task), at=moved.task.deadline or deadline), moved.task)


def propose_act(step: Ask, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """Ask again when the button is older than ten minutes."""
    run = step.run
    question, act = ASKED_AGAIN[run.intent]
    yes = replace(run, confirmed=True, asked=portal.now)
    buttons = (
        Button(say(act), Press(yes), KeyStyle.PRIMARY),
        button("button.cancel", Cancel()),
    )
    return Reply((say(question, title=run.slots.title or ""),), rows(buttons))


def _did(run: Run, line: Phrase, task: Task) -> Reply:
    undo = button("acting.button.undo", replace(run, view=UNDO, asked=None))
    due = button("acting.button.back", Run("tasks.list"))
    return Reply((line,), rows((undo, Button(say("button.open"), OpenLink(task.url)), due)))


def _set_back(run: Run, portal: Portal) -> Reply:
    undone = portal.set_task_back(run.key)
    if undone.task is None:
        return Reply((say("making.nothing_to_undo"),))
    link = _link(undone.task)
    if undone.at is None:
        return Reply(
            (say("making.too_late", task=link),), rows((Button(say("button.open"), OpenLink(undone.task.url)),))
        )
    key = "acting.set_back_before" if undone.before else "acting.set_back"
    notes = (say("making.note.deadline", at=undone.task.deadline),) if undone.task.deadline else ()
    return Reply((say(key, task=link, notes=notes, at=undone.at),))


def _act(intent: str, task: Task, portal: Portal) -> Run:
    """A button's deed: the same for every press, so that a second one does nothing more."""
    moment = portal.now
    hour = task.deadline.astimezone(portal.zone).replace(tzinfo=None) if task.deadline else None
    slots = Slots(task_id=task.id, title=task.title, datetime=hour if intent == MOVE else None)
    key = f"{intent}-{task.id}-{portal.me.id}-{int(moment.timestamp())}"
    return Run(intent, slots, key=key, confirmed=True, asked=moment)


def _tomorrow(deadline: datetime | None, portal: Portal) -> datetime:
    day = portal.now.date() + timedelta(days=1)
    return datetime.combine(day, deadline.time() if deadline else END_OF_WORK, portal.zone)


def _own(tasks: Sequence[Task], portal: Portal) -> tuple[Task, ...]:
    return tuple(task for task in tasks if task.responsible == portal.me.id and task.state != "done")


def _link(task: Task) -> Link:
    return Link(task.title, task.url)
