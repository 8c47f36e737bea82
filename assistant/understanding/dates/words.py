"""The tables of words of a language: what each word or phrase can mean, and its misspellings by one edit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import yaml
from rapidfuzz.distance import OSA

Meanings: TypeAlias = dict[str, Any]
"""Category of the grammar to value: `{"MONTH": 7}`."""

_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_FOLD = str.maketrans({"ё": "е", "’": "'", "ʼ": "'"})
_TYPO_LENGTH = 5
_ABBREVIATION = 3
"""Letters of a short form of a month."""
_TIMES = frozenset({"MONTH", "WEEKDAY", "UNIT", "RELDAY", "SEASON"})


def fold(word: str) -> str:
    """The form under which a word is looked up: lower case, one kind of apostrophe, no ё."""
    return word.lower().translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of a language; `phrases` are keyed by their first word, longest first."""

    language: str
    words: dict[str, Meanings]
    phrases: dict[str, list[tuple[tuple[str, ...], Meanings]]]
    misspelled: dict[str, str]
    ordinal_suffixes: frozenset[str]
    counted_endings: tuple[str, ...]
    articles: bool

    def meaning(self, word: str) -> Meanings | None:
        """What a folded word can mean, forgiving one edit in a long one."""
        found = self.words.get(word)
        if found is None and len(word) >= _TYPO_LENGTH:
            if word.endswith(("'s", "s'")):
                return self.words.get(word[:-2])
            target = self._corrected(word)
            return self.words[target] if target else None
        return found

    def _corrected(self, word: str) -> str | None:
        misspelled = self.misspelled
        target = misspelled.get(word)
        if target and target[0] == word[0]:
            return target
        for index in range(1, len(word)):
            target = misspelled.get(word[:index] + word[index + 1 :])
            if target and target[0] == word[0] and _one_edit(word, target):
                return target
        return None

    def meaning_sets(self) -> Iterator[frozenset[str]]:
        """Every set of categories that a word can have."""
        for meanings in self.words.values():
            yield frozenset(meanings)
        for phrases in self.phrases.values():
            for _, meanings in phrases:
                yield frozenset(meanings)


def _one_edit(left: str, right: str) -> bool:
    """Whether two words differ by one insertion, deletion, substitution or swap of neighbours."""
    if abs(len(left) - len(right)) > 1:
        return False
    begin = 0
    while begin < min(len(left), len(right)) and left[begin] == right[begin]:
        begin += 1
    left, right = left[begin:], right[begin:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def expand(phrase: str) -> list[str]:
    """All phrases that a phrase with alternatives stands for: `ма(й|я)` gives two."""
    alternatives = _ALTERNATIVES.search(phrase)
    if alternatives is None:
        return [" ".join(phrase.split())]
    head, tail = phrase[: alternatives.start()], phrase[alternatives.end() :]
    return [done for middle in alternatives.group(1).split("|") for done in expand(head + middle + tail)]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language, read from its table; an unknown language reads as English."""
    folder = files("assistant.understanding.dates") / "languages"
    source = folder / f"{language}.yaml"
    if not source.is_file():
        return vocabulary("en")
    table = yaml.safe_load(source.read_text(encoding="utf-8"))
    words: dict[str, Meanings] = {}
    phrases: dict[str, dict[tuple[str, ...], Meanings]] = {}
    spelled: set[str] = set()
    for category, entries in table["words"].items():
        by_value = entries.items() if isinstance(entries, dict) else [(True, entries)]
        for value, listed in by_value:
            for phrase in str(listed).split(","):
                for text in expand(phrase.strip()):
                    first, *rest = fold(text).split(" ")
                    if rest:
                        phrases.setdefault(first, {}).setdefault(tuple(rest), {})[category] = value
                        continue
                    words.setdefault(first, {})[category] = value
                    if category in table["misspelled"]:
                        spelled.add(first)
    return Vocabulary(
        language,
        words,
        {first: sorted(rest.items(), key=lambda item: -len(item[0])) for first, rest in phrases.items()},
        _misspellings(spelled - set(table["exact"]), set(words) | set(table["unlike"])),
        frozenset(table["ordinal_suffixes"]),
        tuple(table["counted_endings"]),
        bool(table["articles"]),
    )


def speaks_of_time(word: str, lang: str) -> bool:
    """Whether a word names a month, a weekday, a unit of time or a day near today, in its language or in English."""
    meanings = [vocabulary(each).meaning(fold(word)) or {} for each in (lang, "en")]
    return any(not _TIMES.isdisjoint(each) for each in meanings)


def month_meant(word: str, lang: str) -> str:
    """The month that a short or misspelt word can only stand for, as the language writes it; else nothing.

    Only for words that nothing else explains: "mya" and "июьн" are one slip away from one month.
    """
    folded, months = fold(word), vocabulary(lang).words.items()
    near = {
        meanings["MONTH"]: known
        for known, meanings in months
        if "MONTH" in meanings and len(known) >= _ABBREVIATION and known[0] == folded[:1]
        and OSA.distance(folded, known, score_cutoff=1) <= 1
    }  # fmt: skip
    return next(iter(near.values())) if len(near) == 1 else ""


def _misspellings(spelled: set[str], known: set[str]) -> dict[str, str]:
    """Long words by themselves and by each of their forms with one letter missing; right words stay themselves."""
    forms: dict[str, str] = {}
    for word in sorted(word for word in spelled if len(word) >= _TYPO_LENGTH):
        forms.setdefault(word, word)
        for index in range(1, len(word)):
            forms.setdefault(word[:index] + word[index + 1 :], word)
    return {form: word for form, word in forms.items() if form not in known or form == word}
