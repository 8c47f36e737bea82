"""The life of a task: start, pause, complete, renew, defer, approve, disapprove, delegate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.methods.tasks import CORE, NOT_ALLOWED, answer, readable
from assistant.sandbox.rest.parameters import number
from assistant.sandbox.rest.registry import Call, RestError, method

if TYPE_CHECKING:
    from collections.abc import Callable

PENDING, IN_PROGRESS, CONTROL, DONE, DEFERRED = 2, 3, 4, 5, 6

MOVES = {
    "start": ({PENDING, DEFERRED}, IN_PROGRESS),
    "pause": ({IN_PROGRESS}, PENDING),
    "complete": ({PENDING, IN_PROGRESS, CONTROL, DEFERRED}, DONE),
    "renew": ({CONTROL, DONE, DEFERRED}, PENDING),
    "defer": ({PENDING, IN_PROGRESS}, DEFERRED),
    "approve": ({CONTROL}, DONE),
    "disapprove": ({CONTROL}, PENDING),
}
"""By the last word of the method: from which status, to which."""


def _mover(word: str) -> Callable[[Call], dict[str, Any]]:
    allowed, target = MOVES[word]

    def move(call: Call) -> dict[str, Any]:
        task = readable(call)
        if task.status not in allowed:
            raise RestError("0", NOT_ALLOWED)
        now = int(call.now.timestamp())
        task.status, task.changed = target, now
        task.closed, task.closed_by = (now, call.user.id) if target == DONE else (0, 0)
        if target == IN_PROGRESS:
            task.started = now
        call.portal.changes.publish("task.update", {"id": task.id, "move": word, "by": call.user.id})
        return answer(call, task, [])

    return move


for _word in MOVES:
    method(f"tasks.task.{_word}", scope="task", required={"taskId"}, kind="write")(_mover(_word))


@method("tasks.task.delegate", scope="task", required={"taskId", "userId"}, kind="write")
def task_delegate(call: Call) -> dict[str, Any]:
    """Hand a task to somebody else; who had it goes on watching (api-reference/tasks/tasks-task-delegate)."""
    task = readable(call)
    user = call.portal.user(number(call.params["userId"]))
    if user is None:
        raise RestError(CORE, "Пользователь не найден<br>")
    task.auditors = tuple({*task.auditors, task.responsible} - {user.id})
    task.responsible, task.changed = user.id, int(call.now.timestamp())
    call.portal.company.tasks.put(task)
    call.portal.changes.publish("task.update", {"id": task.id, "move": "delegate", "by": call.user.id})
    return answer(call, task, [])
