"""A company, and the assistant connected to it in one of two ways; what each person is told, and what a group sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.delivering import Delivering
from assistant.dialogue import Presses, State, Waiting
from assistant.errors import AssistantError
from assistant.incoming import Incoming
from assistant.models import Attachment, Dialog, Event, EventKind, Message, Person, Reply, Run, Sheet, Step
from assistant.replies import Locale, trouble
from assistant.scenarios import answer, with_offer
from assistant.settings import Settings
from assistant.subscriptions.fitting import MONDAYS
from assistant.telling import answering
from tests.bitrix24.conftest import receiving
from tests.portal_in_a_box import RunningSandbox
from tests.redis_server import TOKEN_KEY
from tests.rights.company import GUESTS
from tests.rights.tables import Readable, Tables
from tests.rights.witness import Witness

ROOT = Path(__file__).resolve().parent.parent.parent
NOON = datetime(2026, 6, 10, 10, 4, tzinfo=UTC)
LOCALE = Locale("en", ZoneInfo("UTC"), NOON)
BOT_TOKEN = "0123456789abcdef0123456789abcdef"
GROUP = Dialog("chat42", group=True)


@dataclass(frozen=True)
class Heard:
    """What came of a step."""

    step: Step
    reply: Reply
    given: list[object]
    """What the scenario was given."""
    private: str = ""
    """Texts and buttons that the person sees."""
    group: str = ""
    """What everybody sees where it was asked in a group."""
    files: str = ""
    """What stands in its charts and sheets."""
    refused: str = ""
    """Why there is no answer: the name of an error."""
    delivered: bool = False
    """Nobody stood by when it was read."""

    @property
    def all(self) -> str:
        """Every value in it, said or not."""
        return f"{self.reply!r} {self.private} {self.files}"


@dataclass(frozen=True)
class Office:
    """See above."""

    sandbox: RunningSandbox
    tables: Tables
    redis: Redis
    portals: Portals
    portal_id: str
    catalogue: Catalogue
    may: Callable[[int], Readable]
    by_webhook: bool

    def ask(self, person: int, step: Step) -> Heard:
        """As in a group: what is personal goes to the person, with a note in the group."""
        portal = Witness(self.portals.as_person(self.portal_id, person))
        refused = ""
        try:
            reply = answer(step, portal, self.catalogue)  # type: ignore[arg-type]
            if isinstance(step, Run):
                reply = with_offer(reply, step, portal, self.catalogue)  # type: ignore[arg-type]
        except AssistantError as error:
            if error.retry:
                raise
            reply, refused = trouble(error), type(error).__name__
        return self._told(person, Heard(step, reply, portal.given, refused=refused))

    def deliver(self, person: int, run: Run) -> Heard:
        """What comes when somebody has subscribed to a question."""
        subscriptions = self.portals.as_person(self.portal_id, person).subscriptions
        wanted = subscriptions.add(run, None, MONDAYS)
        assert wanted is not None
        event = replace(
            _asked(self.portal_id, person),
            kind=EventKind.DUE,
            dialog=Dialog(str(person)),
            params=f"{wanted.id} {int(NOON.timestamp())}",
        )
        waiting = Waiting(self.redis, Presses(self.redis))
        effects = self.portals.journal.of(self.portal_id, event.id, person)
        delivery = Delivering(self.portals, self.catalogue, waiting).delivery(Incoming(event, State(), LOCALE, effects))
        subscriptions.stop(wanted.id)
        assert delivery is not None
        return self._told(person, Heard(run, delivery.reply, [], delivered=True))

    def _told(self, person: int, heard: Heard) -> Heard:
        reply = replace(heard.reply, attachments=tuple(map(_read, heard.reply.attachments)))
        tellings = answering(_asked(self.portal_id, person), reply, LOCALE, lambda _action, _dialog: "-")
        group = [_seen(each.message) for each in tellings if each.dialog == GROUP.id]
        private = [_seen(each.message) for each in tellings if each.dialog != GROUP.id]
        files = repr(reply.attachments)
        return replace(heard, reply=reply, private=" ".join(private), group=" ".join(group), files=files)


def _seen(message: Message) -> str:
    """Its text and its buttons."""
    return f"{message.text} {[(key.text, key.link, key.call, key.put) for row in message.keyboard for key in row]}"


def _read(attachment: Attachment) -> Attachment:
    """A sheet reads its rows once."""
    return replace(attachment, rows=tuple(attachment.rows)) if isinstance(attachment, Sheet) else attachment


def _asked(portal: str, person: int) -> Event:
    return Event("rights", EventKind.MESSAGE, portal, 1, Person(person), GROUP, 1)


@contextmanager
def office(company: RunningSandbox, redis_url: str, *, by_webhook: bool, **more: object) -> Iterator[Office]:
    """Open one; with tokens everybody is connected, guests since a time when they were employees."""
    hook = {"webhook_url": SecretStr(company.webhook()), "bot_token": SecretStr(BOT_TOKEN)} if by_webhook else {}
    application = {
        "client_id": company.options.client_id,
        "client_secret": SecretStr(company.options.client_secret),
        "oauth_url": company.url,
    }
    known = {"redis_url": redis_url, "budget_requests": 0, "token_keys": TOKEN_KEY, **application, **hook, **more}
    settings = Settings(_env_file=None, **known)  # type: ignore[arg-type]
    tables = Tables(company)
    with (
        storage.connect(settings, storage.STATE_DB) as redis,
        Portals(redis, settings, clock=NOON.timestamp) as portals,
    ):
        portal_id = portals.installed()[0] if by_webhook else _connect(company, tables, portals)
        may = tables.provable if by_webhook else tables.readable
        catalogue = Catalogue.load(ROOT / "intents")
        yield Office(company, tables, redis, portals, portal_id, catalogue, may, by_webhook)


def _connect(company: RunningSandbox, tables: Tables, portals: Portals) -> str:
    guests = [tables.users[each]["login"] for each in GUESTS if each in tables.users]
    with receiving() as handler:
        company.install(handler.url)
        member_id = portals.install(handler.posted[-1])
    answer = company.http.get("/_sandbox/tokens", params={"all": 1}).json()
    for kind, some in (("employee", guests), ("extranet", ())):
        for login in guests:
            company.http.post("/_sandbox/staff", json={"login": login, "kind": kind}).raise_for_status()
        for row in answer["tokens"] if kind == "employee" else some:
            if tables.users[row["user_id"]]["active"]:  # who left cannot connect
                tokens = {name: row[name] for name in ("access_token", "refresh_token")}
                portals.store_token(member_id, client_endpoint=answer["client_endpoint"], **tokens)
    return member_id
