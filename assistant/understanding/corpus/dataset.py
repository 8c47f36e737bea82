"""All sentences of all languages, checked while they are read; any folder in this format will do.

training_data/
  en/
    language.yaml            the language's small words
    talk.yaml                words that lean on the message before
    synonyms.yaml            words of states and kinds
    names.yaml               names to practise on
    none.yaml                sentences out of scope
    deals/count.yaml         intent: deals.count, examples:, not:, tests:

"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingsError
from assistant.understanding.corpus.example import Example, read_marks
from assistant.understanding.corpus.reader import Line, read_sections
from assistant.understanding.corpus.tongue import Tongue

NONE = "none"
_TONGUE_FILES = frozenset({"language.yaml", "synonyms.yaml", "names.yaml", "talk.yaml"})
_SECTIONS = frozenset({"intent", "examples", "not", "tests"})


@dataclass(frozen=True)
class Dataset:
    """What the engine learns from."""

    root: Path
    tongues: Mapping[str, Tongue]
    """By language."""
    examples: tuple[Example, ...]
    """To learn from."""
    refusals: tuple[Example, ...]
    """Sentences that are not their intent."""
    tests: tuple[Example, ...]
    """Never learnt from."""

    @property
    def intents(self) -> tuple[str, ...]:
        """Names of all intents that have examples, sorted."""
        return tuple(sorted({example.intent for example in self.examples}))

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages, sorted."""
        return tuple(sorted(self.tongues))

    @property
    def fingerprint(self) -> str:
        """A hash of all that is learnt from; tests are no part of it, nor are words that only lean on a talk."""
        digest = hashlib.sha256()
        for example in self.examples + self.refusals:
            digest.update(repr((example.text, example.intent, example.lang, example.marks, example.kind)).encode())
        for lang, tongue in sorted(self.tongues.items()):
            digest.update(f"{lang}{tongue.model_dump_json(exclude={'talk'})}".encode())
        return digest.hexdigest()[:16]


def load(root: Path) -> Dataset:
    """Read a folder of training data.

    Raises:
        SettingsError: names file and line of what is wrong.
    """
    folders = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    if not folders:
        raise SettingsError(f"{root}: no training data; set ASSISTANT_TRAINING_DIR to the folder `training_data`")
    tongues: dict[str, Tongue] = {}
    sections: dict[str, list[Example]] = {"examples": [], "not": [], "tests": []}
    for folder in folders:
        lang = folder.name
        tongues[lang] = Tongue.load(folder)
        for path in sorted(folder.rglob("*.yaml")):
            if path.name in _TONGUE_FILES and path.parent == folder:
                continue
            for section, example in _read(path, lang):
                sections[section].append(example)
    return Dataset(root, tongues, *map(tuple, sections.values()))


def _read(path: Path, lang: str) -> Iterator[tuple[str, Example]]:
    sections = read_sections(path)
    for key, (line, _) in sections.items():
        if key not in _SECTIONS:
            raise SettingsError(f"{path}:{line}: {key}: expected one of {', '.join(sorted(_SECTIONS))}")
    intent = sections.get("intent", (1, NONE if path.stem == NONE else ""))[1]
    if not isinstance(intent, str) or not intent:
        raise SettingsError(f"{path}:1: the file says no `intent: name`")
    for section in ("examples", "not", "tests"):
        content = sections.get(section, (1, []))[1]
        if isinstance(content, str):
            raise SettingsError(f"{path}:{sections[section][0]}: {section}: expected a list, one `- sentence` a line")
        groups = content if isinstance(content, dict) else {"": content}
        for kind, lines in groups.items():
            for line_ in lines:
                yield section, _example(path, line_, intent, lang, kind)


def _example(path: Path, line: Line, intent: str, lang: str, kind: str) -> Example:
    try:
        text, marks = read_marks(line.text)
    except ValueError as error:
        raise SettingsError(f"{path}:{line.line}: {error}") from None
    if not text.strip():
        raise SettingsError(f"{path}:{line.line}: an empty sentence")
    return Example(text, intent, lang, marks, kind, str(path), line.line)
