"""Mends misspelt words: one slip away from a word of the training data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SWAPPED, _EDITED, _TWICE = 4, 5, 9
"""Letters that a word needs to be mended: swapped neighbours are safe to put right, other slips need more."""
_USUAL = 2
"""Times that a word must occur to be mended to."""
_OFTEN = 5
_SLIP = 12
"""How many times more often a word must occur than one that is taken for a slip of it."""


class Typos:
    """The words of one language; a word that the data have once may be a slip itself."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._counts = dict(words)
        self._usual: dict[str, list[str]] = {}
        for word, count in sorted(words.items()):
            if count >= _USUAL and len(word) >= _SWAPPED:
                self._usual.setdefault(word[0], []).append(word)
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def knows(self, word: str) -> bool:
        """Whether the data have the word, in small letters."""
        return word in self._counts

    def _mend(self, word: str) -> str:
        """The word that was meant, or the word itself; in small letters."""
        seen = self._counts.get(word, 0)
        if len(word) < _SWAPPED or seen >= _USUAL or not word.isalpha():
            return word
        slips = 2 if len(word) >= _TWICE and not seen else 1
        near = process.extract(word, self._usual.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips, limit=5)
        # A word that the data have once, a short word and two slips need a usual word to be mended to.
        least_often = _SLIP if seen else _OFTEN if slips == 2 or len(word) == _EDITED else _USUAL
        near = [each for each in near if self._counts[each[0]] >= least_often]
        swapped = [known for known, edits, _ in near if edits == 1 and sorted(known) == sorted(word)]
        if swapped:
            return swapped[0]
        least = min((edits for _, edits, _ in near), default=0)
        nearest = [known for known, edits, _ in near if edits == least]
        return max(nearest, key=lambda known: self._counts[known]) if nearest and len(word) >= _EDITED else word
