"""From a folder of training data to a folder with a model; the same data give the same model."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from assistant.understanding import corpus, store
from assistant.understanding.corpus import Dataset, Example
from assistant.understanding.learned.calibrating import calibrate
from assistant.understanding.learned.confidence import NONE
from assistant.understanding.learned.fitting import Row, fit
from assistant.understanding.learned.tagger import (
    ANY,
    NAME,
    NAMES,
    Sequence_,
    Spotter,
    Tagger,
    labels_of,
    learn,
    token_features,
)
from assistant.understanding.learned.variety import Variety
from assistant.understanding.learned.vectors import available
from assistant.understanding.rules import Circumstances, Found
from assistant.understanding.text import fold, normalise
from assistant.understanding.tongues import Speech, masked, nameless, speeches

Progress = Callable[[float, str], None]


def silent(_share: float, _what: str) -> None:
    """Tell nobody."""


NOW = dt.datetime(2026, 6, 10, 9)  # noqa: DTZ001 - local time of nobody
"""When the sentences of the training data are read; the model does not depend on the day of training."""
COUNTRIES = {"ru": "RU", "en": "DE"}
_PARTS = 3
_SURELY = 2
"""Times that a word has to occur to be no slip of another."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Read:
    """An example after the rules."""

    example: Example
    doc: Doc
    found: tuple[Found, ...]

    @classmethod
    def of(cls, example: Example, speech: Speech) -> Read:
        """Run the rules."""
        at = Circumstances(NOW, example.lang, COUNTRIES.get(example.lang, "DE"))
        return cls(example, *speech.pipeline(normalise(example.text).cased, at))

    @property
    def aligned(self) -> bool:
        """Cleaning has not moved any character, so the marks still fit."""
        return len(self.doc.text) == len(self.example.text)

    @property
    def plain(self) -> str:
        """The cleaned text in small letters."""
        return fold(self.doc.text)

    @property
    def labels(self) -> list[str]:
        """The marks as labels of tokens."""
        return labels_of(self.doc, [(mark.type, mark.start, mark.end) for mark in self.example.marks])


def train(
    data: Path,
    model: Path,
    progress: Progress = silent,
    *,
    vectors: bool | None = None,
) -> None:
    """Train, unless the model was made of the same data already.

    Args:
        data: folder of training data.
        model: folder that is written.
        progress: told the share that is done, 0 to 1, and what is being done.
        vectors: use sentence vectors; by default if their package is installed.

    Raises:
        SettingsError: the data are wrong; the text names file and line.
    """
    dataset = corpus.load(data)
    vectors = available() if vectors is None else vectors
    fingerprint = _fingerprint(dataset, vectors=vectors)
    if store.fingerprint_of(model) == fingerprint:
        store.renew(model, dataset.tongues)
        progress(1.0, "the model is up to date")
        return
    model.mkdir(parents=True, exist_ok=True)
    with threadpool_limits(2):
        trained = fitted(dataset, model, vectors=vectors, progress=progress, fingerprint=fingerprint)
    store.save(trained, model)
    progress(1.0, f"{trained.measured['accuracy']:.1%} of the examples are understood without having been seen")


def fitted(
    dataset: Dataset,
    folder: Path,
    *,
    vectors: bool,
    progress: Progress = silent,
    fingerprint: str = "",
) -> store.Model:
    """A model of a data set; the files of the taggers are written into a folder."""
    progress(0.0, f"{len(dataset.examples)} sentences")
    words = _words(dataset)
    speech = speeches(dataset.tongues, words)
    read = [Read.of(example, speech[example.lang]) for example in dataset.examples]
    refused = [Read.of(example, speech[example.lang]) for example in dataset.refusals]
    progress(0.05, "names in sentences")
    rows = _rows(read, refused, folder, Variety([each.example for each in read], dataset.tongues), speech)
    outcome = fit(rows, vectors=vectors, progress=progress)
    progress(0.72, "confidence and thresholds")
    confidence = calibrate(outcome)
    progress(0.75, "names and texts")
    variety = Variety([each.example for each in read], dataset.tongues)
    learn(folder / store.TAGGER, _sequences(read, speech, variety))
    return store.Model(
        fingerprint,
        outcome.model,
        confidence,
        Tagger(folder / store.TAGGER),
        Spotter(folder / store.SPOTTER),
        dataset.tongues,
        words,
        tuple((row.example.text, row.example.intent) for row in outcome.rows),
        {"accuracy": outcome.accuracy},
    )


def _words(dataset: Dataset) -> dict[str, Counter[str]]:
    """By language: words of the examples with their counts; the small words are in it."""
    words = {
        lang: Counter({fold(word): 2 for word in tongue.function_words}) for lang, tongue in dataset.tongues.items()
    }
    for example in dataset.examples:
        words[example.lang].update(_WORD.findall(fold(example.text)))
    return words


def _rows(
    read: Sequence[Read], refused: Sequence[Read], folder: Path, variety: Variety, speech: Mapping[str, Speech]
) -> list[Row]:
    """Examples as the intent model sees them: with the names masked that a spotter finds who has not seen them."""
    spotted: dict[int, list[Found]] = {}
    for part in range(_PARTS):
        path = folder / f"{store.SPOTTER}.part"
        learn(path, _spotting([each for n, each in enumerate(read) if n % _PARTS != part], speech, variety), rounds=40)
        spotter = Spotter(path)
        for number, each in enumerate(read):
            if number % _PARTS == part:
                spotted[number] = spotter.spot(each.doc, each.found, speech[each.example.lang].small)
        path.unlink()
    learn(folder / store.SPOTTER, _spotting(read, speech, variety), rounds=40)
    spotter = Spotter(folder / store.SPOTTER)
    rows = [_row(each, spotted[number], speech[each.example.lang]) for number, each in enumerate(read)]
    known = {(row.masked, row.example.intent) for row in rows}
    for each in refused:
        names = spotter.spot(each.doc, each.found, speech[each.example.lang].small)
        row = replace(_row(each, names, speech[each.example.lang]), refused=True)
        if (row.masked, row.example.intent) not in known:
            rows.append(row)
    return rows


def _row(read: Read, names: Sequence[Found], speech: Speech) -> Row:
    mask = masked(read.plain, (*read.found, *names), speech.typos)
    return Row(read.example, mask, nameless(read.plain, names, speech.anyone, speech.typos))


def _spotting(read: Sequence[Read], speech: Mapping[str, Speech], variety: Variety) -> Iterator[Sequence_]:
    """Sentences with all their names, and each once more with other names."""
    for each in read:
        small = speech[each.example.lang].small
        variants = [Read.of(example, speech[each.example.lang]) for example in list(variety.of(each.example))[-1:]]
        for version in (each, *variants):
            marks = [
                (NAME, mark.start, mark.end) for mark in version.example.marks if mark.type in NAMES and not mark.value
            ]
            if version.aligned:
                yield token_features(version.doc, version.found, "", small), labels_of(version.doc, marks)


def _sequences(read: Sequence[Read], speech: Mapping[str, Speech], variety: Variety) -> Iterator[Sequence_]:
    """Features and labels of every sentence with its variants, for its intent and for an unknown one."""
    for number, each in enumerate(read):
        small, intent = speech[each.example.lang].small, each.example.intent
        variants = [Read.of(example, speech[each.example.lang]) for example in variety.of(each.example)]
        for version in (each, *variants):
            if version.aligned and intent != NONE:
                yield token_features(version.doc, version.found, intent, small), version.labels
        if number % 2 and each.aligned:
            yield token_features(each.doc, each.found, ANY, small), each.labels


def _fingerprint(dataset: Dataset, *, vectors: bool) -> str:
    return hashlib.sha256(f"{store.VERSION}{vectors}{dataset.fingerprint}".encode()).hexdigest()[:16]
