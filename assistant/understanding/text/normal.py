"""Cleans a message without losing where each character came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MENTION = re.compile(r"\[USER=\d+[^\]]*\](?P<name>.*?)\[/USER\]", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"\[/?(?:b|i|u|s|url|quote|code|size|color|chat|send|put|call)(?:=[^\]]*)?\]", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("«»„“”‟❝❞″", '"') | dict.fromkeys("‘’‚‛`´ʼ′", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_WIDE = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}
"""Wide forms of Latin letters and signs, as East Asian keyboards write them."""
_SPACE_LIKE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_EMOJI_JOINT = frozenset("\u200d\ufe0e\ufe0f\u20e3")


@dataclass(frozen=True, slots=True)
class Normal:
    """A cleaned message. Its strings have the same length; `source` says where each character stood."""

    original: str
    written: str
    """As the person wrote it, without tags, the mention of the assistant, zero-width characters."""
    cased: str
    """`written` with plain quotes and dashes, spaces for emoji, е for ё."""
    plain: str
    """`cased` in small letters."""
    source: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start:end]` of the cleaned text stands in the original."""
        return self.source[start], self.source[end - 1] + 1

    def after(self, place: int) -> Normal:
        """The message from a place of the cleaned text on."""
        return Normal(self.original, self.written[place:], self.cased[place:], self.plain[place:], self.source[place:])

    def with_letters(self, written: str) -> Normal:
        """The same message with other letters at the same places."""
        return Normal(self.original, written, *_fold(written), self.source)


def normalise(text: str) -> Normal:
    """Clean a message; a mention at its beginning is the assistant's and goes, another one leaves its name."""
    chars: list[str] = []
    source: list[int] = []
    hidden = _hidden(text)
    for place, char in enumerate(text):
        if place in hidden or char in _EMOJI_JOINT:
            continue
        if unicodedata.combining(char) and chars:
            composed = unicodedata.normalize("NFC", chars[-1] + char)
            if len(composed) == 1:
                chars[-1] = composed
            continue
        if unicodedata.category(char) in _SPACE_LIKE:
            if unicodedata.category(char) == "Cf":
                continue
            char = " "  # noqa: PLW2901 - any kind of white space is a space
        chars.append(char)
        source.append(place)
    start = next((n for n, char in enumerate(chars) if char != " "), len(chars))
    end = next((n for n in range(len(chars), start, -1) if chars[n - 1] != " "), start)
    written = "".join(chars[start:end])
    return Normal(text, written, *_fold(written), tuple(source[start:end]))


def fold(text: str) -> str:
    """Small letters, plain quotes and dashes, е for ё; the length stays."""
    return _fold(text)[1]


def _fold(written: str) -> tuple[str, str]:
    cased = written.translate(_WIDE).translate(_QUOTES).translate(_DASHES).replace("ё", "е").replace("Ё", "Е")
    if any(char.isalnum() for char in cased):
        cased = "".join(" " if unicodedata.category(char) in {"So", "Sk"} and char != "№" else char for char in cased)
    plain = cased.lower()
    if len(plain) != len(cased):
        plain = "".join(char.lower() if len(char.lower()) == 1 else char for char in cased)
    return cased, plain


def _hidden(text: str) -> frozenset[int]:
    """Places of characters that are mark-up, and of the assistant's mention."""
    if "[" not in text:
        return frozenset()
    places: set[int] = set()
    for found in _MENTION.finditer(text):
        places.update(range(found.start(), found.end()))
        if text[: found.start()].strip():
            places.difference_update(range(*found.span("name")))
        else:
            rest = re.compile(r"[\s,:!]*").match(text, found.end())
            places.update(range(found.end(), rest.end() if rest else found.end()))
    for found in _TAG.finditer(text):
        places.update(range(found.start(), found.end()))
    return frozenset(places)
