"""What an event leads to, and saying it: where it was asked, privately out of a group, or in place of what was said.

Files follow their text, each as a message of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue import Answered, Offered, Sent, State
from assistant.effects import InDoubtError
from assistant.errors import AssistantError, ForbiddenError, PortalError
from assistant.models import Action, Attachment, Event, File, Message, Phrase, Reply, Share
from assistant.replies import Locale, answered_privately, beside, may_repeat, render, shared

if TYPE_CHECKING:
    from assistant.bitrix24 import AskersPortal, Bot
    from assistant.effects import Effects, Permit
    from assistant.sent_files import SentFiles
    from assistant.spool import Spool

log = logging.getLogger(__name__)

SYSTEM = 0
"""The author of a command's answer in a chat without the bot."""
Keep = Callable[[Action, str], str]
"""Keeps what a button does in a dialog; gives the id that the button carries."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a message; its bytes wait in the spool."""

    name: str
    key: str
    """Of the spool."""
    failed: Message
    """Said when it cannot be sent."""
    digest: str = ""
    """Of `sent_files`."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One message for one dialog."""

    dialog: str
    message: Message
    replaces: int = 0
    """The own message that it takes the place of; a new one is sent when that cannot be edited."""
    file: Enclosed | None = None
    """Sent with the message as its caption."""


@dataclass(frozen=True, slots=True)
class Enclosures:
    """What goes with the text of an answer."""

    lines: tuple[Phrase, ...] = ()
    """Links to files that the reader can open already, for the end of the text."""
    files: tuple[Telling, ...] = ()
    """The others."""


Enclose = Callable[[Sequence[Attachment], Locale, str], Enclosures]
"""Makes files for a reader and a dialog, and what is said with them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an event leads to, and what is remembered once it is said."""

    tellings: tuple[Telling, ...]
    state: State | None = None
    """`None`: it changes nothing in the talk."""
    private: State | None = None
    """What the private chat remembers, when it was told there."""
    question: Answered | None = None
    """The question, for its edits; what is sent for it is added."""
    dead: tuple[str, ...] = ()
    """Buttons that are gone."""
    spent: str = ""
    """A button that works once."""
    paused: bool = False
    """What somebody subscribed to cannot come without the person, who is told so."""


def answering(
    event: Event,
    reply: Reply,
    locale: Locale,
    keep: Keep,
    *,
    instead: Sent | None = None,
    back: Reply | None = None,
    enclose: Enclose | None = None,
) -> list[Telling]:
    """Into the dialog; out of a group, what is personal goes to the person, with a note in the group.

    Args:
        event: what is answered.
        reply: what is said.
        locale: of the reader.
        keep: for the buttons.
        instead: what was sent before and is replaced.
        back: the question that is still open; it goes where everybody may read it who may read the answer.
        enclose: makes the files of the reply; without it there are none.
    """
    here, private = event.dialog.id, str(event.person.id)
    replaced = instead.messages if instead else {}

    def telling(dialog: str, reply: Reply) -> Telling:
        message = render(reply, locale, lambda action: keep(action, dialog))
        return Telling(dialog, message, replaced.get(dialog, 0))

    def answer(dialog: str, back: Reply | None) -> list[Telling]:
        enclosed = enclose(reply.attachments, locale, dialog) if enclose else Enclosures()
        whole = beside(replace(reply, lines=(*reply.lines, *enclosed.lines)), back)
        return [telling(dialog, whole), *enclosed.files] if whole.lines else [*enclosed.files]

    if not event.dialog.group:
        return answer(here, back)
    if not reply.personal:
        return answer(here, back if back and not back.personal else None)
    share = Share(render(reply, locale, lambda _: "-").text) if reply.shareable and reply.lines else None
    note = answered_privately(event.person, share)
    return [
        *answer(private, back if back and back.personal else None),
        telling(here, beside(note, back if back and not back.personal else None)),
    ]


def offered(event: Event, tellings: Iterable[Telling], kept: Mapping[str, Action]) -> tuple[Offered, ...]:
    """The buttons that the person was given in the private chat, so that they may be typed; `kept` is what they do."""
    private = str(event.person.id)
    messages = [telling.message for telling in tellings if telling.dialog == private]
    keys = [key for message in messages for row in message.keyboard for key in row]
    return tuple(Offered.of(key.text, kept[key.press]) for key in keys if key.press in kept)


def whispering(event: Event, reply: Reply, locale: Locale, keep: Keep) -> list[Telling]:
    """To the person alone, without a word in the group."""
    private = str(event.person.id)
    return [Telling(private, render(reply, locale, lambda action: keep(action, private)))]


def sharing(event: Event, share: Share, locale: Locale, keep: Keep) -> list[Telling]:
    """Into the group, what was answered privately; the note there loses its button."""
    note = render(answered_privately(event.person), locale, lambda action: keep(action, event.dialog.id))
    return [
        Telling(event.dialog.id, shared(event.person, share.text, locale)),
        Telling(event.dialog.id, note, event.message_id),
    ]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said for an event."""

    messages: Mapping[str, int]
    """The ids of the texts by dialog; what the portal did not tell is left out."""
    newest: Mapping[str, int]
    """The same, with files."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was sent or edited."""

    id: int
    """0 when the portal does not tell it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Says what an event leads to, each message once; what may have been said is looked for in the chat."""

    bot: Bot
    event: Event
    effects: Effects
    asker: Callable[[], AskersPortal]
    """The portal as the person of the event sees it: who is in a dialog can read it."""
    locale: Locale
    spool: Spool
    sent: SentFiles
    after: int
    """The id of a message that is older than all of these."""
    name: str = "reply"
    """Tells the answer from notices beside it."""

    def say(self, tellings: Iterable[Telling], forget: str = "") -> Spoken:
        """Say it all; `forget` is a note of the journal that is of no use afterwards.

        Raises:
            AssistantError: something was not said, or nobody knows.
        """
        all_of_them = tuple(tellings)
        texts: dict[str, int] = {}
        newest: dict[str, int] = {}
        for number, telling in enumerate(all_of_them):
            last = number == len(all_of_them) - 1
            message_id = self._once(f"{self.name} {number}", telling, forget if last else "")
            if not message_id:
                continue
            newest[telling.dialog] = max(message_id, newest.get(telling.dialog, 0))
            if not telling.file:
                texts[telling.dialog] = message_id
        return Spoken(texts, newest)

    def _once(self, step: str, telling: Telling, forget: str) -> int:
        if telling.file:
            return self._uploaded(step, telling, telling.file, forget)
        if telling.replaces:
            try:
                return self._replaced(step, telling, forget)
            except PortalError as error:
                if error.retry:
                    raise
                log.info("Message %d cannot be edited: %s", telling.replaces, error.detail)
                if telling.replaces == self.event.message_id:  # only its button was to go, of a chat without the bot
                    return 0

        def send(permit: Permit) -> Said:
            return Said(self._send(telling, permit))

        try:
            return self.effects.once(step, Said, send, look=lambda: self._heard(telling), forget=forget).result.id
        except InDoubtError as doubt:
            log.warning("%s is not said a third time: %s", self.event.id, doubt.detail)
            return 0

    def _uploaded(self, step: str, telling: Telling, file: Enclosed, forget: str) -> int:
        """A file that the portal does not take costs no more than itself: a sentence stands in its place."""

        def upload(permit: Permit) -> Said:
            caption = may_repeat(telling.message, self.locale) if permit.repeat else telling.message
            content = File(file.name, self.spool.take(file.key))
            uploaded = self.bot.upload(telling.dialog, content, caption.text, permit)
            if uploaded.file_id and file.digest:
                self.sent.remember(self.event.portal, telling.dialog, file.digest, uploaded.file_id)
            return Said(uploaded.message_id)

        try:
            said = self.effects.once(step, Said, upload, look=lambda: self._heard(telling), forget=forget).result.id
        except InDoubtError as doubt:
            log.warning("%s: %s is not sent a third time: %s", self.event.id, file.name, doubt.detail)
            said = 0
        except AssistantError as error:
            if error.retry:
                raise
            log.warning("%s A file of event %s was not sent: %s", error.id, self.event.id, error.detail)
            said = self._once(f"{step} failed", Telling(telling.dialog, file.failed), forget)
        self.spool.drop(file.key)
        return said

    def _replaced(self, step: str, telling: Telling, forget: str) -> int:
        """An edit may be made any number of times."""

        def update(permit: Permit) -> Said:
            self.bot.update(telling.replaces, telling.message, permit)
            return Said(telling.replaces)

        return self.effects.once(step, Said, update, look=lambda: None, forget=forget).result.id

    def _send(self, telling: Telling, permit: Permit) -> int:
        event = self.event
        message = may_repeat(telling.message, self.locale) if permit.repeat else telling.message
        try:
            return self.bot.send(telling.dialog, message, permit)
        except ForbiddenError:
            # A command also reaches the bot from chats that it is not in.
            if not event.command_id or telling.dialog != event.dialog.id:
                raise
        self.bot.answer_command(event.command_id, event.message_id, telling.dialog, message, permit)
        return 0

    def _heard(self, telling: Telling) -> Said | None:
        # The asker's private dialog with the bot goes by the bot's id.
        dialog = str(self.bot.id) if telling.dialog == str(self.event.person.id) else telling.dialog
        found = self.asker().said(dialog, (self.bot.id, SYSTEM), self.after, telling.message.text)
        return Said(found) if found else None
