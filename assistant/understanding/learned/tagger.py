"""A linear-chain CRF that finds what no rule can: names, titles, problems, stages, projects; told the intent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import pycrfsuite
from spacy.tokens import Doc

from assistant.understanding.rules import Found

OUT = "O"
ANY = "any"
"""What the tagger is told when the intent is not known."""
NAME = "name"
NAMES = frozenset({"client", "person", "stage", "project"})
Sequence_: TypeAlias = tuple[list[list[str]], list[str]]
"""Features and labels of the tokens of a sentence."""
_RULES = frozenset({"period", "datetime", "phone", "amount", "number"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """A run of tokens with one label."""

    type: str
    start: int
    end: int
    """Characters of the cleaned text."""
    surety: float
    """Mean probability of its tokens, 0 to 1."""


class Tagger:
    """Labels the tokens of a message for one intent."""

    def __init__(self, path: Path) -> None:
        self._crf: Any = pycrfsuite.Tagger()
        self._crf.open(str(path))
        self._labels = frozenset(self._crf.labels())
        self._lock = Lock()

    def tag(self, doc: Doc, found: Sequence[Found], intent: str, small: frozenset[str]) -> list[Tagged]:
        """All labelled runs; `small` are the function words of the language."""
        if not len(doc):
            return []
        with self._lock:
            self._crf.set(token_features(doc, found, intent, small))
            return [
                Tagged(type_, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), self._surety(type_, start, end))
                for type_, start, end in _runs(self._crf.tag())
            ]

    def _surety(self, type_: str, start: int, end: int) -> float:
        known = [label for label in (f"B-{type_}", f"I-{type_}") if label in self._labels]
        chances: list[float] = [self._crf.marginal(label, place) for label in known for place in range(start, end)]
        return sum(chances) / (end - start)


class Spotter:
    """Finds names of any type before the intent is known, so that the intent model does not see them."""

    def __init__(self, path: Path) -> None:
        self._crf: Any = pycrfsuite.Tagger()
        self._crf.open(str(path))
        self._lock = Lock()

    def spot(self, doc: Doc, found: Sequence[Found], small: frozenset[str]) -> list[Found]:
        """Names as pieces of type `name`."""
        if not len(doc):
            return []
        with self._lock:
            labels: list[str] = self._crf.tag(token_features(doc, found, "", small))
        return [
            Found(NAME, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), "", "spotter")
            for _, start, end in _runs(labels)
        ]


def learn(path: Path, sequences: Iterable[Sequence_], *, rounds: int = 80) -> None:
    """Train on features and labels of tokens."""
    trainer: Any = pycrfsuite.Trainer(verbose=False)
    for features, labels in sequences:
        trainer.append(features, labels)
    trainer.set_params({"c1": 0.05, "c2": 0.02, "max_iterations": rounds, "feature.possible_transitions": True})
    trainer.train(str(path))


def _runs(labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Type, first token and token after the last of each labelled run."""
    runs: list[tuple[str, int, int]] = []
    for place, label in enumerate(labels):
        type_ = label[2:]
        if type_ and label[0] == "I" and runs and runs[-1][2] == place and runs[-1][0] == type_:
            runs[-1] = (type_, runs[-1][1], place + 1)
        elif type_:
            runs.append((type_, place, place + 1))
    return runs


def labels_of(doc: Doc, marks: Iterable[tuple[str, int, int]]) -> list[str]:
    """I-type or O for each token of a text with marks; B-type where a mark follows one of its own type at once.

    So there are half as many labels as with a B before every I, and training, whose time grows with their square, takes
    a third of the time.
    """
    labels = [OUT] * len(doc)
    for type_, start, end in sorted(marks, key=lambda mark: mark[1]):
        inside = [token.i for token in doc if token.idx < end and start < token.idx + len(token)]
        for place, number in enumerate(inside):
            follows = not place and number and labels[number - 1][2:] == type_
            labels[number] = f"{'B' if follows else 'I'}-{type_}"
    return labels


def token_features(doc: Doc, found: Sequence[Found], intent: str, small: frozenset[str]) -> list[list[str]]:
    """Cheap features of each token and its neighbours, alone and together with the intent."""
    words = [_word(token.lower_) for token in doc]
    ruled = _ruled(doc, found)
    forms = [_form(token.text) for token in doc]
    all_small = not any(form in {"Xx", "XX"} for form in forms[1:])
    quoted, inside = [], False
    for token in doc:
        if token.text == '"':
            inside = not inside
        quoted.append(inside)
    features = []
    count = len(words)
    for place, word in enumerate(words):
        before = words[place - 1] if place else "^"
        after = words[place + 1] if place + 1 < count else "$"
        before2 = words[place - 2] if place > 1 else "^"
        after2 = words[place + 2] if place + 2 < count else "$"
        form, rule = forms[place], ruled[place]
        line = [
            "1",
            f"w={word}",
            f"f={form}",
            f"e3={word[-3:]}",
            f"e2={word[-2:]}",
            f"b4={word[:4]}",
            f"r={rule}",
            f"w-1={before}",
            f"w+1={after}",
            f"w-1,w={before} {word}",
            f"w,w+1={word} {after}",
            f"w-2,-1={before2} {before}",
            f"w+2={after2}",
            f"r-1={ruled[place - 1] if place else '^'}",
            f"r+1={ruled[place + 1] if place + 1 < count else '$'}",
            f"f-1={forms[place - 1] if place else '^'}",
            f"f+1={forms[place + 1] if place + 1 < count else '$'}",
        ]
        if intent:
            line += [
                f"i={intent}",
                f"i,w={intent} {word}",
                f"i,w-1={intent} {before}",
                f"i,w-2,-1={intent} {before2} {before}",
                f"i,w+1={intent} {after}",
                f"i,r={intent} {rule}",
                f"i,f={intent} {form}",
                f"i,e2={intent} {word[-2:]}",
            ]
        if word in small:
            line += ["small", f"i,small={intent}"]
        if quoted[place]:
            line += ["quoted", f"i,quoted={intent}"]
        if place == 0:
            line.append("first")
        elif form in {"Xx", "XX"}:
            line += ["name-like", f"i,name-like={intent}"]
        if all_small:
            line.append("all-small")
        features.append(line)
    return features


def _ruled(doc: Doc, found: Sequence[Found]) -> list[str]:
    """What the rules say about each token."""
    ruled = ["-"] * len(doc)
    for token in doc:
        for piece in found:
            if piece.start < token.idx + len(token) and token.idx < piece.end:
                if piece.type in _RULES or ruled[token.i] == "-":
                    ruled[token.i] = piece.type
                if piece.type in _RULES:
                    break
    return ruled


def _word(lower: str) -> str:
    return "".join("0" if char.isdigit() else char for char in lower)


def _form(text: str) -> str:
    if text.isdigit():
        return "00"
    if not any(char.isalpha() for char in text):
        return "."
    if text.isupper() and len(text) > 1:
        return "XX"
    return "Xx" if text[:1].isupper() else "xx"
