"""`Reply` → `Message`: phrases in the person's language, numbers, dates, BB code, keys."""

from assistant.replies.attachments import attached, caption
from assistant.replies.book import languages, open_books
from assistant.replies.locale import Locale
from assistant.replies.notices import (
    answered_privately,
    asked_ago,
    beside,
    coming_back,
    gave_up,
    keeps_trying,
    linked,
    many_ask,
    may_repeat,
    missed,
    not_sent,
    remembered,
    shared,
    staff_only,
    still_working,
    takes_longer,
    without_files,
)
from assistant.replies.pages import connected_page, refused_page
from assistant.replies.rendering import render
from assistant.replies.trouble import trouble

__all__ = [
    "Locale",
    "answered_privately",
    "asked_ago",
    "attached",
    "beside",
    "caption",
    "coming_back",
    "connected_page",
    "gave_up",
    "keeps_trying",
    "languages",
    "linked",
    "many_ask",
    "may_repeat",
    "missed",
    "not_sent",
    "open_books",
    "refused_page",
    "remembered",
    "render",
    "shared",
    "staff_only",
    "still_working",
    "takes_longer",
    "trouble",
    "without_files",
]
