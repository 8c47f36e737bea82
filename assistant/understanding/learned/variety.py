"""Other names in the same sentences, so that the tagger learns places and not names."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from assistant.understanding.corpus import Example, Mark, Tongue

_SWAPPED = frozenset({"client", "person", "stage", "project"})
_VARIANTS = 2


class Variety:
    """All names of the data by language and type."""

    def __init__(self, examples: Sequence[Example], tongues: Mapping[str, Tongue]) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}
        for lang, tongue in tongues.items():
            for type_, names in tongue.names.items():
                self._names.setdefault((lang, type_), []).extend(names)
        for example in examples:
            for mark in example.marks:
                name = example.text[mark.start : mark.end]
                pool = self._names.setdefault((example.lang, mark.type), [])
                if mark.type in _SWAPPED and not mark.value and name not in pool:
                    pool.append(name)

    def of(self, example: Example) -> Iterator[Example]:
        """The sentence with other names, once as people write in haste: in small letters without a sign at the end."""
        if not any(mark.type in _SWAPPED and not mark.value for mark in example.marks):
            if any(mark.type in {"title", "problem"} for mark in example.marks):
                yield _small(example)
            return
        chance = random.Random(example.text)
        for number in range(_VARIANTS):
            other = self._swapped(example, chance)
            yield _small(other) if number else other

    def _swapped(self, example: Example, chance: random.Random) -> Example:
        text, marks, at = "", [], 0
        for mark in example.marks:
            text += example.text[at : mark.start]
            name = example.text[mark.start : mark.end]
            if mark.type in _SWAPPED and not mark.value:
                name = chance.choice(self._names[example.lang, mark.type])
            marks.append(Mark(mark.type, len(text), len(text) + len(name), mark.value))
            text += name
            at = mark.end
        return Example(text + example.text[at:], example.intent, example.lang, tuple(marks), example.kind)


def _small(example: Example) -> Example:
    text = example.text.lower()
    if len(text) != len(example.text):
        return example
    if text.endswith((".", "?", "!")) and not any(mark.end == len(text) for mark in example.marks):
        text = text[:-1]
    return Example(text, example.intent, example.lang, example.marks, example.kind)
