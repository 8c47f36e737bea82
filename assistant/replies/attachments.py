"""An attachment becomes a file with a name that says what it shows."""

from __future__ import annotations

import re

from assistant.models import Attachment, Chart, File, Sheet
from assistant.replies import charts, markup, sheets
from assistant.replies.locale import Locale
from assistant.replies.wording import Wording

LONGEST = 100
"""Characters of a name without its extension."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')


def attached(attachment: Attachment, locale: Locale, address: str) -> File:
    """Draw or write it for its reader; of the same attachment always the same bytes within a day.

    Args:
        attachment: the rows of a sheet are read by it, once.
        locale: for whom.
        address: of the portal, for links in sheets.
    """
    match attachment:
        case Chart():
            return File(_name(attachment, locale) + ".png", charts.draw(attachment, locale))
        case Sheet():
            return File(_name(attachment, locale) + ".xlsx", sheets.write(attachment, locale, address))


def caption(attachment: Attachment, locale: Locale) -> str:
    """The text of its message, BB code."""
    return markup.fit([Wording(locale).phrase(attachment.caption)])


def _name(attachment: Attachment, locale: Locale) -> str:
    """What every system takes as the name of a file."""
    name = _NOT_IN_NAMES.sub(" ", Wording(locale, rich=False).phrase(attachment.name))
    return markup.fold(name, LONGEST).strip(" .") or "assistant"
