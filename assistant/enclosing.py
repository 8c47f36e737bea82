"""The files of an answer: made for its reader and put into the spool, or a link to one that was sent before."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.models import Attachment, DriveFile, Event, EventKind, File, Message, Run, Step
from assistant.replies import Locale, attached, caption, linked, not_sent, render
from assistant.sent_files import SentFiles, digest
from assistant.spool import Spool
from assistant.telling import Enclosed, Enclosures, Keep, Telling

if TYPE_CHECKING:
    from assistant.bitrix24 import Portals

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Made:
    """A file, or that it could not be made."""

    of: Attachment
    file: File | None
    digest: str
    """Of `sent_files`; empty without a file."""


@dataclass(frozen=True, slots=True)
class Enclosing:
    """See `telling.Enclose`."""

    spool: Spool
    sent: SentFiles
    portals: Portals
    event: Event
    step: Step
    """What the files answer; a button tries it again."""
    keep: Keep

    def __call__(self, attachments: Sequence[Attachment], locale: Locale, dialog: str) -> Enclosures:
        """What goes with the text, in this order; the portal is asked only about what was sent before."""
        made = [self._made(each, locale) for each in attachments]
        there = self._there(made, dialog)
        links = [(each.file.name, there[each.digest].url) for each in made if each.file and each.digest in there]
        sent = [
            self._telling(number, each, locale, dialog) for number, each in enumerate(made) if each.digest not in there
        ]
        return Enclosures(linked(links), tuple(sent))

    def _made(self, attachment: Attachment, locale: Locale) -> _Made:
        try:
            file = attached(attachment, locale, self.portals.address(self.event.portal))
        except Exception:  # a mistake in a drawing shall not cost the text
            log.exception("A file for event %s cannot be made", self.event.id)
            return _Made(attachment, None, "")
        return _Made(attachment, file, digest(file))

    def _there(self, made: Sequence[_Made], dialog: str) -> Mapping[str, DriveFile]:
        """By digest, what lies on the Drive with the same content where this person may open it."""
        sizes = {each.digest: len(each.file.content) for each in made if each.file}
        found = self.sent.find(self.event.portal, dialog, tuple(sizes))
        known = {each: ids for each, ids in zip(sizes, found, strict=True) if ids}
        readable = self._readable([each for ids in known.values() for each in ids]) if known else {}
        there: dict[str, DriveFile] = {}
        for each, ids in known.items():
            same = (readable[id_] for id_ in ids if id_ in readable and readable[id_].size == sizes[each])
            if first := next(same, None):
                there[each] = first
        return there

    def _readable(self, ids: Sequence[int]) -> Mapping[int, DriveFile]:
        """Asked as the person; when the portal does not tell, the files are sent as if they never were."""
        event = self.event
        try:
            portal = self.portals.as_person(
                event.portal, event.person.id, trace=(event.id,), report=event.kind is EventKind.DUE
            )
            return portal.readable_files(ids, self.portals.address(event.portal))
        except AssistantError as error:
            log.info("%s: files are sent again: %s", event.id, error)
            return {}

    def _telling(self, number: int, made: _Made, locale: Locale, dialog: str) -> Telling:
        again = replace(self.step, read_as="") if isinstance(self.step, Run) else None
        failed = render(not_sent(made.of, again), locale, lambda action: self.keep(action, dialog))
        if made.file is None:
            return Telling(dialog, failed)
        key = self.spool.keep(self.event, number, made.file.content)
        enclosed = Enclosed(made.file.name, key, failed, made.digest)
        return Telling(dialog, Message(caption(made.of, locale)), file=enclosed)
