"""How well messages are understood: the tests of a data set, or its examples by cross-validation."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.catalogue import Catalogue
from assistant.models import Decision, Entity, EntityValue
from assistant.understanding import corpus
from assistant.understanding.corpus import Dataset, Example, Mark, value_of
from assistant.understanding.engine import Engine
from assistant.understanding.learned.confidence import NONE
from assistant.understanding.learned.vectors import available
from assistant.understanding.training import COUNTRIES, NOW, Progress, fitted, silent

_TEXTS = frozenset({"client", "person", "title", "problem", "stage", "project"})
_ADDED = frozenset({"date_meaning"})
"""Types that are not measured."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One message: what was expected and what was read."""

    example: Example
    lang: str
    intent: str
    decision: Decision
    confidence: float
    best: str
    """The likeliest intent before any threshold."""
    expected: tuple[tuple[str, str], ...]
    """Type and value of each marked entity."""
    read: tuple[tuple[str, str], ...]

    @property
    def right(self) -> bool:
        """The intent is right; for a message out of scope: it was declined or a choice was offered."""
        return self.intent == self.example.intent

    @property
    def whole(self) -> bool:
        """Intent and all entities are right."""
        return self.right and (self.example.intent == NONE or sorted(self.expected) == sorted(self.read))


@dataclass(frozen=True)
class Score:
    """A group of messages."""

    name: str
    messages: int
    intent: float
    """Share of messages with the right intent."""
    likeliest: float
    """Share of messages in scope whose likeliest intent, before any threshold, is the right one."""
    entities: float
    """F1 of entities by type and value."""
    whole: float
    """Share of messages with the right intent and all entities right."""


@dataclass(frozen=True)
class Report:
    """All verdicts and what they add up to."""

    verdicts: tuple[Verdict, ...]
    confusions: tuple[tuple[str, str, int], ...] = field(init=False)
    """Expected, read, how often; the most frequent first."""

    def __post_init__(self) -> None:
        wrong = Counter((v.example.intent, v.intent) for v in self.verdicts if not v.right)
        object.__setattr__(self, "confusions", tuple((*pair, count) for pair, count in wrong.most_common()))

    def scores(self, group: Callable[[Verdict], str]) -> tuple[Score, ...]:
        """Scores of groups, by name."""
        names = sorted({group(verdict) for verdict in self.verdicts})
        return tuple(score(name, [v for v in self.verdicts if group(v) == name]) for name in names)

    @property
    def declined(self) -> float:
        """Share of messages out of scope that were not answered."""
        outside = [v for v in self.verdicts if v.example.intent == NONE]
        return sum(v.decision is not Decision.ANSWER for v in outside) / len(outside) if outside else 1.0

    @property
    def calibration_error(self) -> float:
        """Mean distance between confidence and share of right answers, over ten bins of confidence."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for v in self.verdicts:
            bins.setdefault(min(int(v.confidence * 10), 9), []).append((v.confidence, v.best == v.example.intent))
        gaps = [
            abs(sum(confidence for confidence, _ in pairs) - sum(right for _, right in pairs))
            for pairs in bins.values()
        ]
        return sum(gaps) / len(self.verdicts) if self.verdicts else 0.0

    @property
    def mistakes(self) -> tuple[Verdict, ...]:
        """Messages read wrong, what was most confidently wrong first; a wrong intent before a wrong entity."""
        wrong = [v for v in self.verdicts if not v.whole]
        return tuple(sorted(wrong, key=lambda v: (v.right, -v.confidence, v.example.place)))

    @property
    def entities(self) -> tuple[tuple[str, int, float], ...]:
        """Type, how often it was expected, F1 by value; the most frequent first."""
        expected, read, both = Counter[str](), Counter[str](), Counter[str]()
        for v in self.verdicts:
            if v.example.intent != NONE:
                expected.update(type_ for type_, _ in v.expected)
                read.update(type_ for type_, _ in v.read)
                both.update(type_ for type_, _ in (Counter(v.expected) & Counter(v.read)).elements())
        types = sorted(expected | read, key=lambda type_: (-expected[type_], type_))
        return tuple((t, expected[t], 2 * both[t] / (expected[t] + read[t])) for t in types)


def score(name: str, verdicts: Sequence[Verdict]) -> Score:
    """What a group of verdicts adds up to."""
    found = expected = right = 0
    for v in verdicts:
        if v.example.intent == NONE:
            continue
        found += len(v.read)
        expected += len(v.expected)
        right += (Counter(v.read) & Counter(v.expected)).total()
    total = len(verdicts)
    inside = [v for v in verdicts if v.example.intent != NONE]
    likeliest = sum(v.best == v.example.intent for v in inside) / len(inside) if inside else 1.0
    f1 = 2 * right / (found + expected) if found + expected else 1.0
    right_intents, whole = (sum(v.right for v in verdicts) / total, sum(v.whole for v in verdicts) / total)
    return Score(name, total, right_intents, likeliest, f1, whole)


def judge(engine: Engine, examples: Iterable[Example], catalogue: Catalogue) -> Report:
    """Read examples as messages that arrive at the reference time of the tests."""
    return Report(tuple(_verdict(engine, example, catalogue) for example in examples))


def evaluate(data: Path, engine: Engine, catalogue: Catalogue) -> Report:
    """The `tests:` of a data set, read by a trained engine; of a folder without any, all its examples."""
    dataset = corpus.load(data)
    return judge(engine, dataset.tests or dataset.examples, catalogue)


def cross_validate(
    data: Path,
    catalogue: Catalogue,
    progress: Progress = silent,
    *,
    folds: int = 5,
    vectors: bool | None = None,
) -> Report:
    """Examples read by engines that have not seen them: intents, thresholds and tagger are learnt anew in each fold."""
    dataset = corpus.load(data)
    verdicts: list[Verdict] = []
    for fold in range(folds):
        progress(fold / folds, f"fold {fold + 1} of {folds}")
        seen = tuple(example for example in dataset.examples if _fold(example, folds) != fold)
        unseen = [example for example in dataset.examples if _fold(example, folds) == fold]
        part: Dataset = replace(dataset, examples=seen)
        with tempfile.TemporaryDirectory() as folder:
            model = fitted(part, Path(folder), vectors=available() if vectors is None else vectors)
            verdicts += judge(Engine(model, catalogue), unseen, catalogue).verdicts
    progress(1.0, "done")
    return Report(tuple(verdicts))


def _fold(example: Example, folds: int) -> int:
    return hashlib.sha256(example.text.lower().encode()).digest()[1] % folds


def _verdict(engine: Engine, example: Example, catalogue: Catalogue) -> Verdict:
    country = COUNTRIES.get(example.lang, "DE")
    reading = engine.read(example.text, now=NOW, fallback_lang=example.lang, country=country)
    allowed = catalogue[example.intent].entities if example.intent in catalogue else None
    marked: dict[str, list[str]] = {}
    expected: list[tuple[str, str]] = []
    for mark in example.marks:
        if allowed is not None and mark.type not in allowed:
            continue
        text = example.text[mark.start : mark.end]
        if mark.type in {"title", "problem"} and not mark.value:
            marked.setdefault(mark.type, []).append(text)
        else:
            expected.append((mark.type, _gold(engine, example, mark, country)))
    expected += [(type_, _shown(" ".join(texts))) for type_, texts in marked.items()]
    read = tuple((entity.type, _value(entity)) for entity in reading.entities if entity.type not in _ADDED)
    best = reading.candidates[0].intent if reading.candidates else NONE
    return Verdict(
        example,
        reading.lang,
        reading.intent,
        reading.decision,
        reading.confidence,
        best,
        tuple(expected),
        read if reading.decision is Decision.ANSWER else (),
    )


def _gold(engine: Engine, example: Example, mark: Mark, country: str) -> str:
    """The value of a mark: the given one, a name as written, or what the rules read in the marked words."""
    text = example.text[mark.start : mark.end]
    if mark.value:
        return _shown(value_of(mark.type, mark.value))
    if mark.type in _TEXTS:
        return _shown(text)
    found = engine.rules(example, (mark.start, mark.end), NOW, country)
    kinds = {mark.type, "number"} if mark.type in {"ticket", "alert"} else {mark.type}
    return next((_shown(piece.value) for piece in found if piece.type in kinds), _shown(text))


def _value(entity: Entity) -> str:
    return _shown(entity.value)


def _shown(value: EntityValue) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, str):
        plain = value.translate({ord(char): None for char in "«»„“”\"'"})
        return " ".join(plain.split()).strip(" .,:;!?").casefold()
    return str(value)
