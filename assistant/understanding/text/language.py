"""Which language a message is in: its function words decide, a loanword does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FUNCTION = 3.0
_FOREIGN_SCRIPT = 1.0
_KNOWN = 0.4
_LATIN = 0.4
"""A Latin word is weak evidence: names and loanwords stand in messages of any language."""
_ENOUGH = 0.9


class Languages:
    """Small words and known words of each language."""

    def __init__(self, function_words: Mapping[str, frozenset[str]], words: Mapping[str, Mapping[str, int]]) -> None:
        self._function = function_words
        self._words = words
        self._scripts = {lang: _script("".join(small)[:1] or "a") for lang, small in function_words.items()}

    def of(self, plain: str, fallback: str) -> tuple[str, tuple[str, ...]]:
        """The language and the words that say so; the fallback and no words without evidence."""
        scores = dict.fromkeys(self._function, 0.0)
        evidence: dict[str, list[str]] = {lang: [] for lang in self._function}
        for found in _WORD.finditer(plain):
            word = found.group()
            for lang, weight in self._weights(word):
                scores[lang] += weight
                evidence[lang].append(word)
        best = max(scores, key=lambda lang: (scores[lang], lang == fallback), default=fallback)
        if scores.get(best, 0.0) < _ENOUGH or (scores[best] == scores.get(fallback) and best != fallback):
            return fallback, ()
        return best, tuple(evidence[best])

    def readable(self, plain: str) -> bool:
        """Some letter is of a script that a known language is written in; a text without letters is."""
        letters = [char for char in plain if char.isalpha()]
        return not letters or any(_script(char) in self._scripts.values() for char in letters)

    def sure(self, plain: str) -> bool:
        """A function word of some language stands in the text."""
        return any(m.group() in words for m in _WORD.finditer(plain) for words in self._function.values())

    def _weights(self, word: str) -> list[tuple[str, float]]:
        script = _script(word[0])
        small = [lang for lang, words in self._function.items() if word in words]
        if small:
            return [(lang, _FUNCTION / len(small)) for lang in small]
        same = [lang for lang in self._function if self._scripts[lang] == script]
        weights = []
        for lang in same:
            weight = _LATIN / len(same) if script == "LATIN" else _FOREIGN_SCRIPT / len(same)
            weights.append((lang, weight + (_KNOWN if word in self._words.get(lang, {}) else 0.0)))
        return weights


def _script(char: str) -> str:
    return unicodedata.name(char, "LATIN").split()[0]
