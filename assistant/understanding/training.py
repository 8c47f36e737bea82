"""From a folder of training data to a folder with a model; the same data give the same model."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from assistant.catalogue import Catalogue
from assistant.understanding import corpus, store
from assistant.understanding.corpus import Dataset, Example
from assistant.understanding.learned.calibrating import calibrate
from assistant.understanding.learned.fitting import Row, fit
from assistant.understanding.learned.tagger import Tagger, labels_of, learn, token_features
from assistant.understanding.learned.variety import Variety
from assistant.understanding.learned.vectors import available
from assistant.understanding.rules import Circumstances, Found
from assistant.understanding.text import fold, normalise
from assistant.understanding.tongues import Speech, masked

Progress = Callable[[float, str], None]
NOW = dt.datetime(2026, 6, 10, 9)
"""When the sentences of the training data are read; the model does not depend on the day of training."""
COUNTRIES = {"ru": "RU", "en": "DE"}
ANY = "any"


def train(
    data: Path, model: Path, catalogue: Catalogue, progress: Progress = lambda share, what: None, *, vectors: bool | None = None
) -> None:
    """Train, unless the model was made of the same data already.

    Args:
        data: folder of training data.
        model: folder that is written.
        catalogue: the intents.
        progress: told the share that is done, 0 to 1, and what is being done.
        vectors: use sentence vectors; by default if their package is installed.

    Raises:
        SettingsError: the data are wrong; the text names file and line.
    """
    dataset = corpus.load(data)
    vectors = available() if vectors is None else vectors
    fingerprint = _fingerprint(dataset, catalogue, vectors=vectors)
    if store.fingerprint_of(model) == fingerprint:
        progress(1.0, "the model is up to date")
        return
    model.mkdir(parents=True, exist_ok=True)
    with threadpool_limits(2):
        trained = fitted(dataset, model / store.TAGGER, vectors=vectors, progress=progress, fingerprint=fingerprint)
    store.save(trained, model)
    progress(1.0, f"{trained.measured['accuracy']:.1%} of the examples are understood without having been seen")


def fitted(
    dataset: Dataset, tagger: Path, *, vectors: bool, progress: Progress = lambda share, what: None, fingerprint: str = ""
) -> store.Model:
    """A model of a data set; the tagger's file is written at the given path."""
    progress(0.0, f"{len(dataset.examples)} sentences")
    speech = {lang: Speech.of(tongue) for lang, tongue in dataset.tongues.items()}
    read = [(example, *_read(example, speech[example.lang])) for example in dataset.examples]
    rows = [Row(example, masked(fold_(doc), found), fold_(doc)) for example, doc, found in read]
    known = {(row.masked, row.example.intent) for row in rows}
    for example in dataset.refusals:
        doc, found = _read(example, speech[example.lang])
        row = Row(example, masked(fold_(doc), found), fold_(doc), refused=True)
        if (row.masked, example.intent) not in known:
            rows.append(row)
    outcome = fit(rows, vectors=vectors, progress=progress)
    progress(0.75, "confidence and thresholds")
    confidence = calibrate(outcome)
    progress(0.8, "names and texts")
    learn(tagger, _sequences(read, speech, dataset.tongues))
    words: dict[str, Counter[str]] = {lang: Counter() for lang in dataset.langs}
    for example, doc, _ in read:
        words[example.lang].update(token.lower_ for token in doc if token.is_alpha)
    for lang, tongue in dataset.tongues.items():
        words[lang].update(word for word in map(fold, tongue.function_words) if word.isalpha())
    return store.Model(
        fingerprint,
        outcome.model,
        confidence,
        Tagger(tagger),
        dataset.tongues,
        words,
        tuple((row.example.text, row.example.intent) for row in outcome.rows),
        {"accuracy": outcome.accuracy},
    )


def fold_(doc: Doc) -> str:
    """The plain text of a Doc."""
    return doc.text.lower()


def _read(example: Example, speech: Speech) -> tuple[Doc, tuple[Found, ...]]:
    at = Circumstances(NOW, example.lang, COUNTRIES.get(example.lang, "DE"))
    return speech.pipeline(normalise(example.text).cased, at)


def _sequences(
    read: Sequence[tuple[Example, Doc, tuple[Found, ...]]],
    speech: Mapping[str, Speech],
    tongues: Mapping[str, corpus.Tongue],
) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Features and labels of every sentence with its variants, for its intent and for an unknown one."""
    variety = Variety([example for example, *_ in read], tongues)
    for number, (example, doc, found) in enumerate(read):
        small = speech[example.lang].small
        marks = [(mark.type, mark.start, mark.end) for mark in example.marks]
        if len(doc.text) == len(example.text):
            yield token_features(doc, found, example.intent, small), labels_of(doc, marks)
            if number % 2:
                yield token_features(doc, found, ANY, small), labels_of(doc, marks)
        for variant in variety.of(example):
            other, there = _read(variant, speech[example.lang])
            if len(other.text) == len(variant.text):
                labels = labels_of(other, [(mark.type, mark.start, mark.end) for mark in variant.marks])
                yield token_features(other, there, example.intent, small), labels


def _fingerprint(dataset: Dataset, catalogue: Catalogue, *, vectors: bool) -> str:
    digest = hashlib.sha256(f"{store.VERSION}{vectors}{dataset.fingerprint}".encode())
    for intent in catalogue:
        digest.update(intent.model_dump_json().encode())
    return digest.hexdigest()[:16]
