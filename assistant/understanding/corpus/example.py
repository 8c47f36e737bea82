"""One sentence of the training data and its marks: `how many [open](deal_state) deals [in June](period)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<type>[A-Za-z]\w*)(?:=(?P<value>[^()]*))?\)")
_BROKEN = re.compile(r"\]\(|\[[^\]]*\]\s+\((?:[a-z_]+)\)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of a sentence, in characters of the text without marks."""

    type: str
    start: int
    end: int
    value: str
    """What stands behind `=`; empty when the value is obvious from the text."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what it means, and where it stands."""

    text: str
    intent: str
    lang: str
    marks: tuple[Mark, ...] = ()
    kind: str = ""
    """The group it stands in: `terse` of the tests, `near_miss` of the sentences out of scope."""
    path: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """`file:line`, for messages."""
        return f"{self.path}:{self.line}"


def read_marks(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without marks, and the marks.

    Raises:
        ValueError: a mark is broken.
    """
    text, marks, at = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        start = len(text)
        text += found["text"]
        marks.append(Mark(found["type"], start, len(text), found["value"] or ""))
        at = found.end()
    text += marked[at:]
    if _BROKEN.search(text):
        raise ValueError("a mark is written [words](type) or [words](type=value), without a space between")
    return text, tuple(marks)
