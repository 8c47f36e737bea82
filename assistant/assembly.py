"""Puts the parts together from settings; the only place that makes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from assistant import replies, storage, understanding
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.conversation import Conversation
from assistant.dialogue import Answers, Memory, Presses, Waiting
from assistant.leaving import look_round
from assistant.models import Event, EventKind, Reply
from assistant.sent_files import SentFiles
from assistant.settings import Settings
from assistant.spool import Spool
from assistant.subscriptions import Deliveries
from assistant.workers.dead import Dead
from assistant.workers.due import Notice, NoticeKind
from assistant.workers.inbox import Inbox


def now() -> datetime:
    """The moment, with zone."""
    return datetime.now(UTC)


@contextmanager
def conversation(settings: Settings) -> Iterator[Conversation]:
    """Everything that answers, with its connections; they are closed at the end."""
    catalogue = Catalogue.load(settings.intents_dir)
    redis = storage.connect(settings, storage.STATE_DB)
    engine = understanding.load(settings.model_dir, catalogue)
    try:
        with Portals(redis, settings, forget=Dead(redis).wipe) as portals:
            memory, presses, answers = Memory(redis, settings.dialog_days), Presses(redis), Answers(redis)
            waiting, spool, sent = Waiting(redis, presses), Spool(redis), SentFiles(redis)
            yield Conversation(
                engine, catalogue, memory, presses, answers, waiting, spool, sent, portals, settings, now
            )
    finally:
        redis.close()


def daily(talk: Conversation) -> Callable[[], None]:
    """What is done once a day."""

    def round_() -> None:
        with storage.connect(talk.settings, storage.STATE_DB) as redis:
            Dead(redis, talk.settings.dead_days).expire()
        look_round(talk.portals)

    return round_


def deliveries(talk: Conversation) -> Deliveries:
    """What hands over the subscriptions that are due."""
    portals = talk.portals

    def zone(portal: str, person: int) -> ZoneInfo:
        return ZoneInfo(portals.person(portal, person).time_zone)

    def now_() -> float:
        return talk.clock().timestamp()

    accept = Inbox(talk.settings, timeout=5.0).accept
    return Deliveries(portals.subscriptions, accept, lambda portal: portals.bot(portal).id, zone, now_)


def tell_waiting(talk: Conversation) -> Callable[[Event, Notice], None]:
    """How people who wait are told what goes on."""

    def tell(event: Event, notice: Notice) -> None:
        if notice.kind is NoticeKind.TYPING:
            talk.show_typing(event)
            return
        budget = talk.portals.budget(event.portal)
        wait = budget.wait if budget and budget.short else 0.0
        if wait and not notice.phrase and notice.kind is NoticeKind.LATE:
            return  # how long it takes was said before: saying it again would take a place from an answer
        talk.tell(event, _worded(event, notice, wait))

    return tell


def _worded(event: Event, notice: Notice, wait: float) -> Reply:
    match notice.kind:
        case NoticeKind.GAVE_UP if event.kind is EventKind.DUE:
            return replies.missed(notice.error)
        case NoticeKind.WORKING if wait:
            return replies.many_ask(wait)
        case NoticeKind.WORKING:
            return replies.still_working()
        case NoticeKind.LATE if not notice.phrase:
            return replies.takes_longer()
        case NoticeKind.GAVE_UP:
            return replies.gave_up(notice.phrase, notice.error)
        case _:
            return replies.keeps_trying(notice.phrase, notice.error)
