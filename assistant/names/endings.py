"""Case endings of Russian in the folded spelling: which two words may be forms of one.

Rules instead of a dictionary: names of companies and people are mostly in no dictionary, nothing has to be loaded,
and a transliterated form ("romashke") is read like any other.
"""

import re

from rapidfuzz.distance import Prefix

_CASES = frozenset(
    "a e i o u m oi ei om em im am ah ih oe ou eu ogo ego omu emu ami imi mi".split()  # noqa: SIM905 - reads as a paradigm
)
_ASKED = _CASES | {""}
_NAMED = frozenset({"", "a", "e", "i", "o", "oi", "oe", "ei"})
"""Endings of the first case: records keep names in it. "-ов" is none, or Павлов would be a form of Павел."""

_ENDING = re.compile(f"(?:{'|'.join(sorted(_CASES - {'m'}, key=len, reverse=True))})$")
_FLEETING = re.compile(r"(?<=[bdfghklmnprstvSCJ])[eo](?=[klnrst]$)")
_PATRONYMIC = re.compile(r"(?<=..)[oe]vi(?=C)")
_CLASHES = frozenset({("oi", ""), ("", "a"), ("im", "a"), ("om", "a"), ("ogo", "a"), ("omu", "a")})
"""Ending of the form asked, ending of the name: forms of the other gender ("Петровой" is not Петров)."""

SHORTEST_STEM = 2


def stem(folded: str) -> str:
    """The word without its case ending, a fleeting vowel (Павел, Павла) and the long form of a patronymic."""
    cut = _ENDING.sub("", folded)
    kept = cut if len(cut) >= SHORTEST_STEM else folded
    return without_fleeting(_PATRONYMIC.sub("i", kept))


def without_fleeting(folded: str) -> str:
    """The folded word as it stands before a case ending: "pavel" is "pavl"."""
    return _FLEETING.sub("", folded) if len(folded) > SHORTEST_STEM else folded


def kinship(asked: str, name: str) -> float:
    """How surely two folded words are forms of one: 1, less where the gender differs, 0 when they are not."""
    for base in {name, without_fleeting(name)}:
        shared = Prefix.similarity(asked, base)
        for length in range(shared, max(SHORTEST_STEM, shared - 3) - 1, -1):
            ends = asked[length:], base[length:]
            if ends[0] in _ASKED and ends[1] in _NAMED:
                return 0.9 if ends in _CLASHES else 1.0
    return 0.0


def endings_off(folded: str) -> tuple[str, ...]:
    """What is left of the word without each case ending it may have, longest first."""
    cuts = {len(folded) - len(end) for end in _CASES if folded.endswith(end)}
    return tuple(folded[:cut] for cut in sorted(cuts, reverse=True) if cut >= SHORTEST_STEM)
