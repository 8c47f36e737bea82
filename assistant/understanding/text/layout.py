"""Rescues a message typed with the wrong keyboard layout: `lheubt cltkrb` is `другие сделки`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from assistant.understanding.text.normal import Normal, fold

_US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_CLEARLY = 1.2
"""How much likelier a letter must be on average (natural logarithm) after the rescue; typos and names stay below."""
_ENDS = frozenset(".,?!")


class Spelling:
    """How a language spells: likelihood of three letters in a row, learnt from its words."""

    def __init__(self, words: Mapping[str, int]) -> None:
        threes: Counter[str] = Counter()
        twos: Counter[str] = Counter()
        for word, count in words.items():
            padded = f"  {word} "
            for place in range(len(padded) - 2):
                threes[padded[place : place + 3]] += count
                twos[padded[place : place + 2]] += count
        self._threes = threes
        self._twos = twos

    def likelihood(self, words: list[str]) -> float:
        """Mean logarithm of the probability of a letter; never below -6."""
        total, letters = 0.0, 0
        for word in words:
            padded = f"  {word} "
            for place in range(len(padded) - 2):
                seen = self._threes[padded[place : place + 3]]
                chance = (seen + 0.02) / (self._twos[padded[place : place + 2]] + 2.0)
                total += max(math.log(chance), -6.0)
                letters += 1
        return total / letters if letters else -6.0


class Layouts:
    """The keyboard layouts of all languages."""

    def __init__(self, keyboards: Mapping[str, str], words: Mapping[str, Mapping[str, int]]) -> None:
        self._spellings = {lang: Spelling(counts) for lang, counts in words.items() if counts}
        self._tables: list[tuple[str, dict[int, str]]] = []
        latin = [lang for lang in words if not keyboards.get(lang)]
        for lang, keyboard in keyboards.items():
            keys = keyboard.replace(" ", "").replace("\n", "")
            if len(keys) != len(_US):
                continue
            self._tables.append((lang, {ord(us): own for us, own in zip(_US, keys, strict=True)}))
            back = {ord(own): us for us, own in zip(_US, keys, strict=True)}
            self._tables += [(other, back) for other in latin]

    def spellings(self, word: str) -> list[str]:
        """A word as the other layouts would have written it."""
        return [fold(word.translate(table)) for _, table in self._tables]

    def rescue(self, normal: Normal) -> tuple[str, Normal] | None:
        """The language that was meant and the message in it; nothing when the message is fine as it is."""
        now = max((s.likelihood(_words(normal.plain)) for s in self._spellings.values()), default=0.0)
        best: tuple[float, str, Normal] | None = None
        for lang, table in self._tables:
            other = normal.with_letters(_translated(normal.written, table))
            words = _words(other.plain)
            if lang not in self._spellings or sum(map(len, words)) < 3:
                continue
            score = self._spellings[lang].likelihood(words)
            if score > now + _CLEARLY and (best is None or score > best[0]):
                best = score, lang, other
        return (best[1], best[2]) if best else None


def _translated(text: str, table: Mapping[int, str]) -> str:
    """All keys of the other layout; a full stop or comma at the end of a word stays one."""
    out = []
    for place, char in enumerate(text):
        ends = place + 1 == len(text) or text[place + 1] == " "
        out.append(char if char in _ENDS and ends else table.get(ord(char), char))
    return "".join(out)


def _words(plain: str) -> list[str]:
    return "".join(char if char.isalpha() else " " for char in plain).split()
