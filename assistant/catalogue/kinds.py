"""Kinds of values that a text can hold, and the forms that each can be written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Kind = Literal["text", "words", "link", "list", "number", "money", "moment", "date", "period", "flag"]

FORMS: Mapping[Kind, tuple[str, ...]] = {
    "text": ("cap",),
    "words": ("cap",),
    "link": (),
    "list": ("dots", "plain", "cap"),
    "number": ("duration",),
    "money": ("dots", "plain"),
    "moment": ("time", "day", "at", "ago", "dated", "full", "cap"),
    "date": ("at", "ago", "cap"),
    "period": ("during", "named", "cap"),
    "flag": (),
}
"""What may stand behind the colon of a placeholder, by the kind of its value."""
PLACEHOLDER = re.compile(r"\{(\w+)((?::\w+)*)\}")
"""`{name}` or `{name:form}`."""
OPTIONAL = re.compile(r"<([^<>]*)>")
"""A part of a text that is left out where a value in it is empty."""
PLURALS = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR; the value `count` chooses one."""
FALLBACK = "en"
"""The language of readers whose own an intent does not have."""

PERIODS = (
    *("today", "tomorrow", "yesterday", "this_week", "next_week", "last_week"),
    *("this_month", "next_month", "last_month", "this_year"),
)
"""Periods by their names."""
SLOT_VALUES: Mapping[str, tuple[str, ...]] = {
    "period": PERIODS,
    "deal_state": ("open", "won", "lost", "closed", "all"),
    "task_state": ("open", "overdue", "done"),
    "date_meaning": ("closing", "created"),
    "person": ("team",),
}
"""What a file may say for a slot that takes certain values only."""
