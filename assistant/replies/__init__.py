"""`Reply` → `Message`: phrases in the person's language, numbers, dates, BB code, keys."""

from assistant.replies.locale import Locale
from assistant.replies.notices import answered_privately
from assistant.replies.rendering import render
from assistant.replies.trouble import trouble

__all__ = ["Locale", "answered_privately", "render", "trouble"]
