"""Slash commands: exact name, alias, wrong keyboard layout, then the nearest name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz.distance import OSA

from assistant.catalogue import Catalogue, Intent
from assistant.understanding.text import Layouts

_COMMAND = re.compile(r"^(?P<slash>[/.\\])(?P<name>[^\W\d_][\w-]*)(?:@\w+)?(?P<rest>(?:\s.*)?)$", re.DOTALL)
_SHORT = 5
_NUMBERS = frozenset({"ticket", "alert"})
Kinds: TypeAlias = Callable[[str], tuple[frozenset[str], bool]]
"""Tells of an argument the types of its entities, and whether it has words beside them."""
_SOUNDS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (*"abvgdee", "zh", *"zijklmnoprstufhc", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command that was read, or names near an unknown one."""

    intent: Intent | None
    rest_at: int
    """Where its arguments begin in the cleaned text."""
    read_as: str = ""
    """`/deals` when another spelling was read so."""
    by: str = "name"
    """`name`, `alias`, `layout`, `nearest`, `unknown`."""
    near: tuple[str, ...] = ()
    """`/deals`: names near an unknown one."""


class Commands:
    """All commands of the catalogue."""

    def __init__(self, catalogue: Catalogue, layouts: Layouts) -> None:
        self._names = dict(catalogue.commands)
        self._aliases = {alias: intent for intent in catalogue for alias in intent.aliases if alias not in self._names}
        self._layouts = layouts

    def read(self, written: str, kinds: Kinds) -> Command | None:
        """The command that a cleaned message begins with; nothing when it is no command.

        `kinds` looks at an argument; it is asked only to choose among names equally near.
        """
        match = _COMMAND.match(written)
        if match is None:
            return None
        name, rest = match["name"].lower(), match["rest"]
        rest_at = match.start("rest")
        slash = match["slash"] == "/"
        found = self._exact(name, rest, rest_at) if slash else None
        found = found or self._other_layout(name, rest, rest_at)
        if found or not slash:
            return found
        return self._nearest(name, rest, rest_at, kinds)

    def _exact(self, name: str, rest: str, rest_at: int) -> Command | None:
        """`report sales`, `help desk`: names of two words first."""
        word = re.match(r"\s+(?P<word>[^\W\d_]+)(?!\S)", rest)
        if word:
            both = f"{name} {word['word'].lower()}"
            if intent := self._names.get(both) or self._aliases.get(both) or self._aliases.get(_latin(both)):
                return Command(intent, rest_at + word.end(), by="name" if both in self._names else "alias")
            first = {known.split()[0] for known in self._names if " " in known}
            if name in first:
                near = self._near(both, [known for known in self._names if known.startswith(f"{name} ")])
                if near:
                    return Command(self._names[near[0]], rest_at + word.end(), f"/{near[0]}", "nearest")
        if intent := self._names.get(name):
            return Command(intent, rest_at)
        if intent := self._aliases.get(name) or self._aliases.get(_latin(name)):
            return Command(intent, rest_at, by="alias")
        return None

    def _other_layout(self, name: str, rest: str, rest_at: int) -> Command | None:
        spelled = zip(self._layouts.spellings(name), self._layouts.spellings(rest), strict=True)
        for spelling, other_rest in spelled:
            for tail in (other_rest, rest):
                found = self._exact(spelling, tail, rest_at) if spelling != name else None
                if found and found.intent:
                    return Command(found.intent, found.rest_at, f"/{found.intent.command}", "layout")
        return None

    def _nearest(self, name: str, rest: str, rest_at: int, kinds: Kinds) -> Command:
        if both := self._nearest_of_two(name, rest, rest_at):
            return both
        candidates = [*self._names, *self._aliases]
        for spelling in (name, _latin(name), *self._layouts.spellings(name)):
            near = self._near(spelling, candidates)
            intents = list(dict.fromkeys(intent.name for intent in map(self._intent, near)))
            if not intents:
                continue
            chosen = near[0] if len(intents) == 1 else self._fitting(near, rest.strip(), kinds)
            if chosen:
                intent = self._intent(chosen)
                return Command(intent, rest_at, f"/{intent.command}", "nearest")
            return Command(None, rest_at, by="unknown", near=tuple(f"/{self._intent(n).command}" for n in near[:3]))
        ranked = sorted(self._names, key=lambda known: (OSA.normalized_distance(name, known), known))
        near = [known for known in ranked if OSA.normalized_distance(name, known) <= 0.6][:3]
        return Command(None, rest_at, by="unknown", near=tuple(f"/{known}" for known in near))

    def _nearest_of_two(self, name: str, rest: str, rest_at: int) -> Command | None:
        """`reprot tasks`: a name of two words, the first of them misspelt."""
        word = re.match(r"\s+(?P<word>[^\W\d_]+)(?!\S)", rest)
        if word is None:
            return None
        both = [known for known in self._names if known.count(" ") == 1]
        firsts = self._near(name, sorted({known.split()[0] for known in both}))
        seconds = self._near(word["word"].lower(), [known.split()[1] for known in both if known.split()[0] in firsts])
        near = [known for known in both if known.split()[0] in firsts and known.split()[1] in seconds]
        if len(near) != 1:
            return None
        return Command(self._names[near[0]], rest_at + word.end(), f"/{near[0]}", "nearest")

    def _intent(self, name: str) -> Intent:
        return self._names.get(name) or self._aliases[name]

    @staticmethod
    def _near(name: str, candidates: Iterable[str]) -> list[str]:
        """The nearest names: two edits away at most, one for names of up to five letters."""
        measured = []
        for known in candidates:
            edits = OSA.distance(name, known, score_cutoff=2)
            if edits <= (1 if len(known) <= _SHORT else 2):
                measured.append((edits, known))
        least = min((edits for edits, _ in measured), default=0)
        return sorted(known for edits, known in measured if edits == least)

    def _fitting(self, names: list[str], argument: str, kinds: Kinds) -> str:
        """The one of equally near names that the argument fits; empty when it does not tell."""
        types, words = kinds(argument) if argument else (frozenset[str](), False)
        if "number" in types and re.fullmatch(r"[#№]?\s*\d{1,9}", argument):
            types = _NUMBERS

        def fits(intent: Intent) -> bool:
            if not argument:
                return not intent.required
            if types & _NUMBERS or "phone" in types:
                return bool(types & set(intent.required))
            if words:
                return intent.rest in {"problem", "title", "client"}
            return not intent.required and bool(types & set(intent.entities))

        fitting = [name for name in names if fits(self._intent(name))]
        intents = {self._intent(name).name for name in fitting}
        return fitting[0] if len(intents) == 1 else ""


def _latin(name: str) -> str:
    """A Russian word in Latin letters, as aliases are written: `сделки` is `sdelki`."""
    return "".join(_SOUNDS.get(char, char) for char in name)
