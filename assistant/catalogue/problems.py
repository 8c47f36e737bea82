"""What is to mend in `intents/`, each with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import yaml

Place = tuple[str | int, ...]
"""The way to a part of a file: `("reply", "headline", 0, "text", "en")`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    path: Path
    line: int
    text: str
    wrong: bool = True
    """It has to be mended before the file can be used."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file with the lines of its parts."""

    path: Path
    content: object
    lines: Mapping[Place, int] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Document:
        """Read a file.

        Raises:
            yaml.MarkedYAMLError: it is no YAML.
        """
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, yaml.SafeLoader)
        return cls(path, yaml.safe_load(text), dict(_lines(node, ())) if node else {})

    def problem(self, place: Sequence[str | int], text: str, *, wrong: bool = True) -> Problem:
        """Something to mend at a place, or at the nearest part around it that stands in the file."""
        known = max(self._readings(tuple(place)), key=lambda each: (-each[0], each[1]))[2]
        return Problem(self.path, known, text, wrong)

    def _readings(self, place: Place) -> Iterator[tuple[int, int, int]]:
        """How a place may be written: where one thing stands for a list of one, the list is not in the file.

        Gives parts of the place that are not in the file, parts that are, and the line of the latter.
        """
        doubtful = [at for at, part in enumerate(place) if part in (0, "text")]
        for count in range(len(doubtful) + 1):
            for left_out in combinations(doubtful, count):
                written = tuple(part for at, part in enumerate(place) if at not in left_out)
                end = next((end for end in range(len(written), 0, -1) if written[:end] in self.lines), 0)
                yield len(written) - end, end, self.lines.get(written[:end], 1)


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield inner, key.start_mark.line + 1
            yield from _lines(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield (*place, at), value.start_mark.line + 1
            yield from _lines(value, (*place, at))
