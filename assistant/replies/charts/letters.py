"""Texts that have to fit: measured, wrapped, shortened, without letters that the font lacks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = f"{get_data_path()}/fonts/ttf"
"""DejaVu comes with the library: Latin, Cyrillic and Greek look alike on every machine."""
POINT = 0.72
"""Of a pixel, at the hundred dots an inch that widths are counted in."""
UNIT = 100
"""The size at which letters are measured."""
LACKING = "\N{WHITE SQUARE}"
"""In place of a letter that the font lacks; signs that only adorn, such as emoji, are left out."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A font in one size; widths are in pixels of a chart that is 360 px wide."""

    bold: bool
    pixels: float

    @property
    def properties(self) -> FontProperties:
        """For the drawing."""
        return FontProperties(fname=self._file, size=self.pixels * POINT)

    @property
    def height(self) -> float:
        """Of one line."""
        return self.pixels * 1.3

    @property
    def _file(self) -> str:
        return f"{FOLDER}/DejaVuSans{'-Bold' if self.bold else ''}.ttf"

    def known(self, text: str) -> str:
        """The text in letters that the font has."""
        kept = []
        for letter in unicodedata.normalize("NFC", text):
            if self._font.get_char_index(ord(letter)):
                kept.append(letter)
            elif letter.isalnum():
                kept.append(LACKING)
        return " ".join("".join(kept).split())

    def width(self, text: str) -> float:
        """How wide a line is."""
        return self.pixels * sum(_advance(self._font, letter) for letter in text)

    def lines(self, text: str, room: float, most: int) -> list[str]:
        """The text in at most so many lines; what does not fit ends in an ellipsis."""
        lines = list(self._wrapped(text, room))
        if len(lines) <= most:
            return lines
        rest = " ".join(lines[most - 1 :])
        return [*lines[: most - 1], self.shortened(rest, room)]

    def shortened(self, text: str, room: float) -> str:
        """One line."""
        if self.width(text) <= room:
            return text
        fitting, beyond = 0, len(text)
        while beyond - fitting > 1:
            middle = (fitting + beyond) // 2
            if self.width(text[:middle].rstrip() + "…") <= room:
                fitting = middle
            else:
                beyond = middle
        return text[:fitting].rstrip(" ,.;:·-–—") + "…"

    def _wrapped(self, text: str, room: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer) <= room:
                line = longer
                continue
            if line:
                yield line
            line = word
            while self.width(line) > room:  # a word as long as a line
                end = len(self.shortened(line, room)) - 1
                yield line[:end]
                line = line[end:]
        yield line

    @property
    def _font(self) -> FT2Font:
        return _opened(self._file)


@cache
def _opened(file: str) -> FT2Font:
    font = FT2Font(file)
    font.set_size(UNIT, 72)
    return font


@lru_cache(10_000)
def _advance(font: FT2Font, letter: str) -> float:
    """How far a letter moves the next one, in sizes of the font."""
    return font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65_536 / UNIT
