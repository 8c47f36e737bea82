"""Which way each capability takes on a portal: portals differ in age, plan and granted permissions.

Asked with `method.get` (api-reference/common/system/method-get) and `imbot.v2.Revision.get`, kept for a day, and asked
again after a method turned out to be missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from redis import Redis

from assistant import storage
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.store import guarded

REVISION = "imbot.v2.Revision.get"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do something."""

    name: str
    """As the admin is told."""
    methods: tuple[str, ...] = ()
    """All are needed; none: it works everywhere."""


BOT_V2 = Way("imbot.v2", ("imbot.v2.bot.register", "imbot.v2.chat.message.send"))
BOT_V1 = Way("imbot (first generation)", ("imbot.register", "imbot.message.add"))
VOIP = Way("voip.call.start", ("voip.call.start",))
DRIVE = Way("disk.file.get", ("disk.file.get",))
CALLBACK = Way("voximplant.callback.start from ASSISTANT_CALL_LINE", ("voximplant.callback.start",))
WAYS: Mapping[str, tuple[Way, ...]] = {
    "bot": (BOT_V2, BOT_V1),
    "deals": (Way("crm.item.list", ("crm.item.list",)), Way("crm.deal.list", ("crm.deal.list",))),
    "absence": (
        Way("timeman.absence.create", ("timeman.absence.create",)),
        Way("calendar.event.add", ("calendar.event.add",)),
    ),
    "call": (
        VOIP,
        CALLBACK,
        Way("a button that calls"),
    ),
    "files": (
        Way("imbot.v2.File.upload", ("imbot.v2.file.upload",)),
        Way("disk.folder.uploadfile and im.disk.file.commit", ("disk.folder.uploadfile", "im.disk.file.commit")),
    ),
    "files sent before": (DRIVE, Way("sent anew")),
    "task creation": (
        Way("tasks.task.add of REST 3.0", ("tasks.task.chat.message.send",)),
        Way("tasks.task.add", ("tasks.task.add",)),
    ),
}
"""Capabilities and their ways, the best first."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one portal offers."""

    ways: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of the ways that it offers, by capability, the best first."""
    revision: int = 0
    """Of the chat's REST, 36 in May 2026; 0 where the portal does not tell."""

    def way(self, capability: str) -> str:
        """The name of the best way; empty when there is none."""
        return next(iter(self.ways.get(capability, ())), "")

    def offers(self, capability: str, way: Way) -> bool:
        """Whether the portal offers this way."""
        return way.name in self.ways.get(capability, ())


def probes() -> list[Command]:
    """The commands whose results `read` understands."""
    return [Command(REVISION, REVISION), *(Command(method, "method.get", {"name": method}) for method in _methods())]


def read(answer: BatchAnswer) -> Capabilities:
    """What the answers to `probes` say.

    Raises:
        PortalError: the portal was too busy to tell; a method that it does not know is no error.
    """
    known = {method for method in _methods() if is_offered(answer, method)}
    revisions = answer.get(REVISION, {})
    return Capabilities(
        {name: tuple(way.name for way in ways if known.issuperset(way.methods)) for name, ways in WAYS.items()},
        (number(revisions.get("rest")) if isinstance(revisions, Mapping) else None) or 0,
    )


def is_offered(answer: BatchAnswer, method: str) -> bool:
    """Whether the portal has a method and this application may call it."""
    failure = answer.error(method)
    if failure is not None and failure.retry:
        raise failure
    found = answer.get(method, {})
    return isinstance(found, Mapping) and bool(found.get("isExisting") and found.get("isAvailable"))


def _methods() -> Iterator[str]:
    seen = dict.fromkeys(method for ways in WAYS.values() for way in ways for method in way.methods)
    return iter(seen)


class PortalCapabilities:
    """What portals offer, kept in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def of(self, member_id: str, connection: Connection) -> Capabilities:
        """As it was found within the last day, else asked for now."""
        with guarded():
            stored = self._redis.get(storage.capabilities(member_id))
        if not isinstance(stored, bytes):
            return self.find(member_id, connection)
        content = json.loads(stored)
        ways = {name: tuple(ways) for name, ways in content["ways"].items()}
        return Capabilities(ways, content["revision"])

    def find(self, member_id: str, connection: Connection) -> Capabilities:
        """Ask the portal, in one request.

        Raises:
            PortalError: it does not answer.
        """
        found = read(connection.read_batch(probes()))
        self.keep(member_id, found)
        return found

    def keep(self, member_id: str, found: Capabilities) -> None:
        """Store what was found."""
        with guarded():
            self._redis.set(storage.capabilities(member_id), json.dumps(asdict(found)), ex=storage.DAY)

    def forget(self, member_id: str) -> None:
        """Something was missing: ask again."""
        with guarded():
            self._redis.delete(storage.capabilities(member_id))
