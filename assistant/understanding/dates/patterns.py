"""The notation of the grammar: rules that match categories of tokens and replace them by one token with a value.

A pattern is a sequence of categories: `d:DAY OF? mo:MONTH (COMMA? y:YEAR)?`. A capture `name:CATEGORY` hands the
value on to the builder; `?`, `*`, `+`, `|` and brackets mean what they mean in regular expressions; `^` and `$` are
the ends of the message. Every set of categories is one character (its sign), so a message is a string and a pattern
is a regular expression over it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from assistant.understanding.dates.choice import Direction
from assistant.understanding.dates.values import (
    Clock,
    ClockSpan,
    Days,
    Duration,
    Exact,
    Moment,
    MomentSpan,
    Open,
    Several,
)
from assistant.understanding.dates.words import Meanings, Vocabulary

_PIECE = re.compile(
    r"(?:(?P<name>[a-z]\w*):)?(?P<category>[A-Z]\w*)|(?P<group>[a-z]\w*):\((?P<any>[A-Z0-9|]+)\)|(?P<mark>[()|?*+^$])|\s+"
)

MACROS: Final = {
    "DOM": ("DAY", "ORDINAL"),
    "DAYS": ("DATE", "PERIOD"),
    "TILL": ("TO", "DASH"),
    "SEP": ("DASH", "SLASH", "DOT"),
    "LINK": ("OF", "IN", "ON"),
}
"""Names for groups of categories."""

_CATEGORIES: Final[dict[type, str]] = {
    Clock: "CLOCK",
    ClockSpan: "CLOCKSPAN",
    Duration: "DURATION",
    Moment: "MOMENT",
    MomentSpan: "MOMENTS",
    Open: "OPEN",
    Several: "SEVERAL",
}

_FIRST_SIGN: Final = 0xE000  # the private use area
_signs: dict[frozenset[str], str] = {}


def sign_of(categories: frozenset[str]) -> str:
    """The character that stands for a set of categories."""
    sign = _signs.get(categories)
    if sign is None:
        sign = _signs[categories] = chr(_FIRST_SIGN + len(_signs))
    return sign


class Token:
    """A piece of the message and what it can mean."""

    __slots__ = ("end", "meanings", "sign", "start", "text")

    def __init__(self, start: int, end: int, meanings: Meanings, text: str = "") -> None:
        self.start = start
        self.end = end
        self.meanings = meanings
        self.text = text
        self.sign = sign_of(frozenset(meanings))

    def has(self, *categories: str) -> bool:
        """Whether the token can mean one of the categories."""
        return not self.meanings.keys().isdisjoint(categories)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a message is read against."""

    now: datetime
    prefer: Direction
    vocabulary: Vocabulary
    text: str
    lasting: bool = False
    """An amount of time without a beginning begins today: vacation for a week."""

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()


Captures: TypeAlias = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By name of a capture: its groups in the regular expression, and its categories."""


class Match:
    """A matched pattern: captured values by name, and the tokens around."""

    __slots__ = ("_captures", "_match", "first", "last", "setting", "tokens")

    def __init__(self, match: re.Match[str], captures: Captures, tokens: list[Token], setting: Setting) -> None:
        self._match = match
        self._captures = captures
        self.tokens = tokens
        self.setting = setting
        self.first, self.last = match.span()

    def get(self, name: str) -> Any:
        """The value of a capture, or None when it took no part in the match."""
        token = self.token(name)
        if token is None:
            return None
        return next(token.meanings[category] for category in self._captures[name][1] if category in token.meanings)

    def token(self, name: str) -> Token | None:
        """The token of a capture."""
        for group in self._captures[name][0] if name in self._captures else ():
            index = self._match.start(group)
            if index >= 0:
                return self.tokens[index]
        return None

    def all(self, *categories: str) -> list[Any]:
        """The values of all matched tokens that have one of the categories, in order."""
        return [
            token.meanings[category]
            for token in self.tokens[self.first : self.last]
            for category in categories
            if category in token.meanings
        ]

    def before(self) -> Token | None:
        """The token before the match."""
        return self.tokens[self.first - 1] if self.first else None

    def after(self) -> Token | None:
        """The token after the match."""
        return self.tokens[self.last] if self.last < len(self.tokens) else None

    def follows(self, *categories: str) -> bool:
        """Whether the match comes right after a token of one of the categories."""
        return self.first > 0 and self.tokens[self.first - 1].has(*categories)

    def precedes(self, *categories: str) -> bool:
        """Whether a token of one of the categories comes right after the match."""
        return self.last < len(self.tokens) and self.tokens[self.last].has(*categories)

    def holds(self, *categories: str) -> bool:
        """Whether one of the matched tokens has one of the categories."""
        return any(token.has(*categories) for token in self.tokens[self.first : self.last])


Builder: TypeAlias = Callable[[Match], Any]
"""Gives the value of the new token, or None when the match is none after all."""

VOID: Final = object()
"""The value of a builder that saw a date which does not exist: nothing in it is read any more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the builder of its value."""

    pattern: str
    build: Builder


class Rules:
    """An ordered list of rules, filled by its decorator."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def __call__(self, *patterns: str) -> Callable[[Builder], Builder]:
        """Add a builder for each of the patterns."""

        def add(build: Builder) -> Builder:
            self.rules += [Rule(pattern, build) for pattern in patterns]
            return build

        return add


class Compiled:
    """A rule as a regular expression over signs, and the signs one of which it cannot do without (as bits)."""

    __slots__ = ("build", "captures", "needs", "search")

    def __init__(self, rule: Rule) -> None:
        self.build = rule.build
        self.captures: Captures = {}
        self.needs = -1
        self.search = re.compile(self._translate(rule.pattern)).search

    def _translate(self, pattern: str) -> str:
        pieces = list(_PIECE.finditer(pattern))
        if "".join(piece.group() for piece in pieces) != pattern:
            raise ValueError(f"pattern {pattern!r} is wrong")
        parts, depth, fewest = [], 0, len(_signs) + 1
        for index, piece in enumerate(pieces):
            name, category, mark = piece.group("name", "category", "mark")
            if piece.group("group"):
                name, category = piece.group("group"), piece.group("any")
            if mark:
                depth += {"(": 1, ")": -1}.get(mark, 0)
                parts.append("(?:" if mark == "(" else mark)
            if not category:
                continue
            categories = tuple(each for part in category.split("|") for each in MACROS.get(part, (part,)))
            signs = "".join(sign for each, sign in _signs.items() if not each.isdisjoint(categories))
            parts.append(self._captured(name, categories, f"[{signs}]" if signs else "(?!)"))
            follows = pieces[index + 1].group("mark") if index + 1 < len(pieces) else None
            if depth == 0 and follows not in {"?", "*"} and len(signs) < fewest:
                fewest = len(signs)
                self.needs = signs_as_bits(signs)
        return "".join(parts)

    def _captured(self, name: str | None, categories: tuple[str, ...], body: str) -> str:
        if not name:
            return body
        groups, known = self.captures.get(name, ((), ()))
        group = f"{name}_{len(groups)}"
        self.captures[name] = ((*groups, group), (*known, *categories))
        return f"(?P<{group}>{body})"


def signs_as_bits(signs: str) -> int:
    """A set of signs as an integer, one bit each."""
    bits = 0
    for sign in signs:
        bits |= 1 << (ord(sign) - _FIRST_SIGN)
    return bits


def category_of(value: object) -> str:
    """The category of a token with a value that a rule made."""
    if isinstance(value, Days):
        return "DATE" if value.grain == "day" else "PERIOD"
    if isinstance(value, Exact):
        return "INSTANT" if value.first == value.last else "INSTANTS"
    return _CATEGORIES.get(type(value), "VOID")


def make_signs() -> None:
    """Make the signs of all values that rules can make, before patterns are compiled."""
    for category in ("DATE", "PERIOD", "INSTANT", "INSTANTS", "VOID", *_CATEGORIES.values()):
        sign_of(frozenset({category}))


def apply(rules: list[Compiled], tokens: list[Token], setting: Setting) -> list[Token]:
    """The tokens after every rule, in order, has replaced all it matches."""
    signs = "".join([token.sign for token in tokens])
    present = signs_as_bits(signs)
    for rule in rules:
        if not rule.needs & present:
            continue
        match = rule.search(signs)
        while match is not None:
            begin, end = match.span()
            try:
                value = rule.build(Match(match, rule.captures, tokens, setting))
            except (ValueError, OverflowError):  # beyond the calendar's edges
                value = None
            if value is None:
                match = rule.search(signs, begin + 1)
                continue
            made = Token(tokens[begin].start, tokens[end - 1].end, {category_of(value): value})
            tokens = [*tokens[:begin], made, *tokens[end:]]
            signs = signs[:begin] + made.sign + signs[end:]
            present |= signs_as_bits(made.sign)
            match = rule.search(signs, begin + 1)
    return tokens
