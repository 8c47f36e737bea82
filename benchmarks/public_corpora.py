"""Public data sets in our format: HWU64 (first fold) and SNIPS 2017, read from copies of their own repositories."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LANGUAGE = Path(__file__).resolve().parents[1] / "training_data" / "en" / "language.yaml"
_ANNOTATION = re.compile(r"\[\s*(?P<type>\w+)\s*:\s*(?P<text>[^\[\]]*?)\s*\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its marks: `set an alarm for [nine am](time)`."""

    intent: str
    marked: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is learnt from and what is asked."""

    name: str
    training: tuple[Sentence, ...]
    tests: tuple[Sentence, ...]

    def few(self, each: int, seed: int) -> Corpus:
        """The same tests, and so many sentences an intent to learn from."""
        chance = random.Random(seed)
        by_intent: dict[str, list[Sentence]] = {}
        for sentence in self.training:
            by_intent.setdefault(sentence.intent, []).append(sentence)
        chosen = [s for _, group in sorted(by_intent.items()) for s in chance.sample(group, min(each, len(group)))]
        return Corpus(f"{self.name}, {each} examples an intent, seed {seed}", tuple(chosen), self.tests)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """As two folders of our format: to train on, to test with."""
        places = folder / "data", folder / "test"
        for place, sentences, section in zip(places, (self.training, self.tests), ("examples", "tests"), strict=True):
            english = place / "en"
            english.mkdir(parents=True)
            (english / "language.yaml").write_text(LANGUAGE.read_text(encoding="utf-8"), encoding="utf-8")
            for intent in sorted({sentence.intent for sentence in sentences}):
                lines = [json.dumps(s.marked, ensure_ascii=False) for s in sentences if s.intent == intent]
                items = "".join(f"    - {line}\n" for line in lines)
                head = f"{section}:\n" if section == "examples" else f"{section}:\n  all:\n"
                (english / f"{intent}.yaml").write_text(f"intent: {intent}\n{head}{items}", encoding="utf-8")
        return places


def hwu64(root: Path) -> Corpus:
    """Fold 1 of `xliuhw/NLU-Evaluation-Data`: 9,960 sentences to learn from, 1,076 to test, 64 intents."""
    fold = next(root.rglob("KFold_1/testset")).parent
    return Corpus("HWU64", tuple(_hwu_rows(fold / "trainset")), tuple(_hwu_rows(fold / "testset" / "csv")))


def _hwu_rows(folder: Path) -> Iterator[Sentence]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter=";"):
                marked = _ANNOTATION.sub(lambda mark: f"[{mark['text']}]({mark['type']})", row["answer_annotation"])
                yield Sentence(f"{row['scenario']}_{row['intent']}", " ".join(marked.split()))


def snips(root: Path) -> Corpus:
    """The custom intents of 2017 of `sonos/nlu-benchmark`: 13,784 sentences to learn from, 700 to test, 7 intents."""
    folder = next(root.rglob("2017-06-custom-intent-engines"))
    return Corpus(
        "SNIPS",
        tuple(_snips_rows(folder.glob("*/train_*_full.json"))),
        tuple(_snips_rows(folder.glob("*/validate_*.json"))),
    )


def _snips_rows(paths: Iterable[Path]) -> Iterator[Sentence]:
    for path in sorted(paths):
        # One file has bytes of another encoding.
        rows = json.loads(path.read_bytes().decode("utf-8", errors="replace"))[path.parent.name]
        for row in rows:
            yield Sentence(path.parent.name, _marked(row["data"]))


def _marked(parts: Sequence[dict[str, str]]) -> str:
    """White space between the words is one space, none at the ends; a mark has no space at its ends."""
    text = ""
    for part in parts:
        words = " ".join(part["text"].split())
        if not words:
            text += " "
            continue
        left, right = part["text"][0].isspace(), part["text"][-1].isspace()
        piece = f"[{words.replace('[', '(').replace(']', ')')}]({part['entity']})" if "entity" in part else words
        text += (" " if left else "") + piece + (" " if right else "")
    return re.sub(r" {2,}", " ", text).strip()
