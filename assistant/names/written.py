"""A name as written, taken apart into weighted words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from assistant.names.endings import stem
from assistant.names.folding import fold
from assistant.names.languages import tables


class Role(Enum):
    """What a word does in a name."""

    WORD = auto()
    INITIAL = auto()
    SIDE = auto()
    LEGAL = auto()
    PREPOSITION = auto()


_WEIGHTS = {Role.WORD: 1.0, Role.INITIAL: 0.4, Role.SIDE: 0.2, Role.PREPOSITION: 0.0}


@dataclass(frozen=True, slots=True)
class Word:
    """One word in the spellings that are compared."""

    plain: str
    """Lower case, ё as е."""
    folded: str
    stem: str
    given: frozenset[str]
    """The full first names it may stand for."""
    patronymic: bool
    numeric: bool
    latin: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A whole name: its words with their roles, without legal form, punctuation and letter case."""

    words: tuple[Word, ...]
    weights: tuple[float, ...]
    legal: frozenset[str]
    joined: Word
    """The words that count as one, for names written apart or together."""
    joinable: bool
    """Nothing would be lost by joining: no initials, no numbers."""
    personal: bool
    """It has a first name or a patronymic: a person, who is often called by a part of the name."""


_APOSTROPHE = re.compile(r"(?<=\w)['’`ʼ](?:s\b)?")
_TOKEN = re.compile(r"([^\W_]+)(\.?)")
_PATRONYMIC = re.compile(r"(?:[oe]vn|iniCn|[^aeiou]iC)$")


def written(name: str) -> Written:
    """Take `name` apart; a name of nothing but weak words ("Группа компаний") keeps them all as words."""
    tokens = [*_tokens(name)]
    roles = [role for _, role in tokens]
    if not any(role in (Role.WORD, Role.INITIAL) for role in roles):
        roles = [Role.WORD] * len(tokens)
    legal = frozenset(fold(plain) for (plain, _), role in zip(tokens, roles, strict=True) if role is Role.LEGAL)
    kept = [(word(plain), role) for (plain, _), role in zip(tokens, roles, strict=True) if role is not Role.LEGAL]
    joined = word("".join(one.plain for one, role in kept if role is Role.WORD))
    return Written(
        words=tuple(one for one, _ in kept),
        weights=tuple(_WEIGHTS[role] for _, role in kept),
        legal=legal,
        joined=joined,
        joinable=bool(joined.plain) and not joined.numeric and Role.INITIAL not in (role for _, role in kept),
        personal=any(one.given or one.patronymic for one, _ in kept),
    )


@lru_cache(maxsize=50_000)
def word(plain: str) -> Word:
    """The spellings of one word in lower case."""
    folded = fold(plain)
    base = stem(folded)
    return Word(
        plain=plain,
        folded=folded,
        stem=base,
        given=tables().given(folded),
        patronymic=bool(_PATRONYMIC.search(base)),
        numeric=any(letter.isdigit() for letter in plain),
        latin=plain.isascii(),
    )


def _tokens(name: str) -> Iterator[tuple[str, Role]]:
    known = tables()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold().replace("ё", "е"))
    found = [(match[1], bool(match[2])) for match in _TOKEN.finditer(_APOSTROPHE.sub("", text))]
    plain = f" {' '.join(token for token, _ in found)} "
    phrases = [phrase for phrase in known.legal_phrases if f" {phrase} " in plain]
    skipped: set[int] = set()
    for phrase in phrases:
        start = plain.index(f" {phrase} ")
        first = plain[:start].count(" ")
        skipped.update(range(first, first + phrase.count(" ") + 1))
    for place, (token, dotted) in enumerate(found):
        if place in skipped:
            yield token, Role.LEGAL
        else:
            yield token, _role(token, place, dotted=dotted)


def _role(token: str, place: int, *, dotted: bool) -> Role:
    known = tables()
    if len(token) == 1 and not token.isdigit():
        return Role.PREPOSITION if token in known.prepositions and place == 0 and not dotted else Role.INITIAL
    if token in known.legal_forms:
        return Role.LEGAL
    if token in known.prepositions:
        return Role.PREPOSITION
    return Role.SIDE if token in known.side_words else Role.WORD
