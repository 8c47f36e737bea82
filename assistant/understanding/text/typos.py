"""Mends misspelt words: one slip away from a word of the training data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SWAPPED, _EDITED = 4, 6
"""Letters that a word needs to be mended: swapped neighbours are safe to put right, other slips need more."""
_USUAL = 2
"""Times that a word must occur to be mended to."""


class Typos:
    """The words of one language."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._known = frozenset(words)
        self._usual: dict[str, list[str]] = {}
        for word, count in sorted(words.items()):
            if count >= _USUAL and len(word) >= _SWAPPED:
                self._usual.setdefault(word[0], []).append(word)
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def _mend(self, word: str) -> str:
        """The word that was meant, or the word itself; in small letters."""
        if len(word) < _SWAPPED or word in self._known or not word.isalpha():
            return word
        near = process.extract(word, self._usual.get(word[0], ()), scorer=OSA.distance, score_cutoff=1, limit=3)
        swapped = [known for known, *_ in near if sorted(known) == sorted(word)]
        if swapped:
            return swapped[0]
        return near[0][0] if near and len(word) >= _EDITED else word
