"""Checks a data set before training, and with a model: what a maintainer should mend, each with `file:line`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rapidfuzz import fuzz, process

from assistant.catalogue import Catalogue
from assistant.models import Decision
from assistant.understanding import corpus
from assistant.understanding.corpus import Dataset, Example, value_of
from assistant.understanding.engine import Engine
from assistant.understanding.learned.confidence import NONE
from assistant.understanding.text import fold
from assistant.understanding.training import NOW

ENTITIES = frozenset(
    {"period", "datetime", "client", "person", "phone", "ticket", "alert", "deal_state", "task_state", "absence_kind"}
    | {"stage", "amount", "project", "title", "problem"}
)
FEWEST = 10
"""Examples that an intent needs in each language."""
_ALIKE = 96
"""Likeness in percent from which two sentences of different intents are nearly the same."""


class Weight(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    weight: Weight
    place: str
    """`file:line`."""
    text: str

    @property
    def wrong(self) -> bool:
        """It has to be mended."""
        return self.weight is Weight.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.weight.value}: {self.text}"


def validate(data: Path, catalogue: Catalogue, engine: Engine | None = None) -> tuple[Finding, ...]:
    """Everything to mend in a data set, errors first.

    With an engine that was trained on these data, also the sentences that it reads as another intent. Data that share
    no intent with the catalogue are somebody else's: their intents and entities are whatever they say.

    Raises:
        SettingsError: a file cannot be read at all; the text names file and line.
    """
    dataset = corpus.load(data)
    foreign = not any(intent in catalogue for intent in dataset.intents if intent != NONE)
    names = dataset.intents if foreign else tuple(intent.name for intent in catalogue if not intent.by_button)
    findings = [
        *(() if foreign else _unknown(dataset, catalogue)),
        *_wordless(dataset),
        *_missing(dataset, names),
        *_marks(dataset, catalogue, foreign=foreign),
        *_same(dataset),
        *_alike(dataset),
        *(_stolen(dataset, engine) if engine else ()),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.weight is not Weight.ERROR, finding.place)))


def _all(dataset: Dataset) -> Sequence[Example]:
    return dataset.examples + dataset.tests


def _unknown(dataset: Dataset, catalogue: Catalogue) -> Iterator[Finding]:
    """Intents that the catalogue does not have."""
    seen: set[str] = set()
    for example in (*_all(dataset), *dataset.refusals):
        if example.intent not in catalogue and example.path not in seen:
            seen.add(example.path)
            yield Finding(Weight.ERROR, f"{example.path}:1", f"the intent {example.intent} is not in the catalogue")


def _wordless(dataset: Dataset) -> Iterator[Finding]:
    """Languages without their small words: they are hard to tell from others."""
    for lang, tongue in sorted(dataset.tongues.items()):
        if not tongue.function_words:
            path = dataset.root / lang / "language.yaml"
            yield Finding(
                Weight.WARNING,
                f"{path}:1",
                f"{lang} has no function_words; copy another language's file and translate its words",
            )


def _missing(dataset: Dataset, names: Sequence[str]) -> Iterator[Finding]:
    """Intents without enough sentences in a language."""
    counts = Counter((example.lang, example.intent) for example in dataset.examples)
    for lang in dataset.langs:
        for name in names:
            count = counts[lang, name]
            if count < FEWEST:
                folder = dataset.root / lang / Path(*name.split("."))
                yield Finding(
                    Weight.ERROR if count == 0 else Weight.WARNING,
                    f"{folder}.yaml:1",
                    f"{name} has {count} examples in {lang}, it needs {FEWEST} at least",
                )


def _marks(dataset: Dataset, catalogue: Catalogue, *, foreign: bool) -> Iterator[Finding]:
    """Marks of unknown entities, of entities that the intent does not take, with values that cannot be read."""
    for example in _all(dataset):
        takes = catalogue[example.intent].entities if example.intent in catalogue else ()
        for mark in example.marks:
            if mark.type not in ENTITIES and not foreign:
                yield Finding(
                    Weight.ERROR, example.place, f"{mark.type} is no entity; known are {', '.join(sorted(ENTITIES))}"
                )
            elif example.intent in catalogue and mark.type not in takes:
                yield Finding(Weight.ERROR, example.place, f"{example.intent} takes no {mark.type}")
            elif mark.value:
                try:
                    value_of(mark.type, mark.value)
                except ValueError as error:
                    yield Finding(Weight.ERROR, example.place, str(error))
        if "](" in example.text:
            yield Finding(Weight.ERROR, example.place, "a mark is broken; write [words](type) or [words](type=value)")


def _same(dataset: Dataset) -> Iterator[Finding]:
    """The same sentence twice."""
    seen: dict[tuple[str, str], Example] = {}
    for example in _all(dataset):
        first = seen.setdefault((example.lang, _bare(example.text)), example)
        if first is example:
            continue
        if first.intent != example.intent:
            yield Finding(
                Weight.ERROR, example.place, f"{example.text!r} is also an example of {first.intent} ({first.place})"
            )
        else:
            yield Finding(Weight.WARNING, example.place, f"{example.text!r} stands already in {first.place}")


def _alike(dataset: Dataset) -> Iterator[Finding]:
    """Nearly the same sentence under different intents."""
    for lang in dataset.langs:
        examples = [example for example in dataset.examples if example.lang == lang]
        texts = [_bare(example.text) for example in examples]
        for number, example in enumerate(examples):
            if len(texts[number]) < 8:
                continue
            for _, _, other in process.extract(
                texts[number], texts[:number], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3
            ):
                twin = examples[other]
                if twin.intent != example.intent and texts[other] != texts[number]:
                    yield Finding(
                        Weight.WARNING,
                        example.place,
                        f"{example.text!r} is nearly {twin.text!r} of {twin.intent} ({twin.place})",
                    )


def _stolen(dataset: Dataset, engine: Engine) -> Iterator[Finding]:
    """Sentences that the engine answers with another intent, and refusals that it answers with theirs."""
    for example in dataset.examples:
        reading = engine.read(example.text, now=NOW, lang=example.lang)
        if reading.decision is Decision.ANSWER and reading.intent != example.intent:
            yield Finding(
                Weight.WARNING,
                example.place,
                f"{example.text!r} is read as {reading.intent} ({reading.confidence:.2f})",
            )
    for example in dataset.refusals:
        reading = engine.read(example.text, now=NOW, lang=example.lang)
        if example.intent not in {reading.intent, NONE}:
            continue
        yield Finding(
            Weight.WARNING,
            example.place,
            f"{example.text!r} stands under `not:` and is read as {reading.intent} all the same",
        )


def _bare(text: str) -> str:
    """The words alone; of a message without words its signs."""
    return " ".join(re.findall(r"[^\W_]+|[+👍👎✅❤-]", fold(text))) or "".join(fold(text).split())
