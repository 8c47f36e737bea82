"""The files of an answer: made for its reader, put into the spool, with the sentence for when one cannot be sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.models import Attachment, Event, Message, Run, Step
from assistant.replies import Locale, attached, caption, not_sent, render
from assistant.spool import Spool
from assistant.telling import Enclosed, Keep, Telling

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Enclosing:
    """See `telling.Enclose`."""

    spool: Spool
    event: Event
    step: Step
    """What the files answer; a button tries it again."""
    keep: Keep
    address: Callable[[], str]
    """Of the portal, for links in files."""

    def __call__(self, attachments: Sequence[Attachment], locale: Locale, dialog: str) -> list[Telling]:
        """What is said after the text, in this order."""
        return [self._telling(number, each, locale, dialog) for number, each in enumerate(attachments)]

    def _telling(self, number: int, attachment: Attachment, locale: Locale, dialog: str) -> Telling:
        again = replace(self.step, read_as="") if isinstance(self.step, Run) else None
        failed = render(not_sent(attachment, again), locale, lambda action: self.keep(action, dialog))
        try:
            file = attached(attachment, locale, self.address())
        except Exception:  # a mistake in a drawing shall not cost the text
            log.exception("A file for event %s cannot be made", self.event.id)
            return Telling(dialog, failed)
        key = self.spool.keep(self.event, number, file.content)
        return Telling(dialog, Message(caption(attachment, locale)), file=Enclosed(file.name, key, failed))
