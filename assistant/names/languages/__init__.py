"""Tables of names and company words, one file a language; a new language is a new file."""

from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

from assistant.names.endings import endings_off, without_fleeting
from assistant.names.folding import fold


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of all languages together; words in lower case, ё written as е."""

    legal_forms: frozenset[str]
    legal_phrases: tuple[str, ...]
    side_words: frozenset[str]
    prepositions: frozenset[str]
    full_names: dict[str, frozenset[str]] = field(repr=False)
    """A first name, folded and without its vowel at the end → the full names it may stand for."""

    def given(self, folded: str) -> frozenset[str]:
        """The full first names that a folded word in any case may stand for; empty for other words."""
        for base in endings_off(folded):
            if found := self.full_names.get(base):
                return found
        return frozenset()


@cache
def tables() -> Tables:
    """Read all files once."""
    files = [one for one in resources.files(__name__).iterdir() if one.name.endswith(".yaml")]
    documents = [yaml.safe_load(one.read_text("utf-8")) for one in files]
    names: dict[str, set[str]] = {}
    for document in documents:
        for full, short_forms in document["given_names"].items():
            for form in (full, *short_forms):
                for base in _bases(fold(form.casefold())):
                    names.setdefault(base, set()).add(full)
    return Tables(
        legal_forms=_words(documents, "legal_forms"),
        legal_phrases=tuple(sorted(_words(documents, "legal_phrases"), key=len, reverse=True)),
        side_words=_words(documents, "side_words"),
        prepositions=_words(documents, "prepositions"),
        full_names={base: frozenset(full) for base, full in names.items()},
    )


def _bases(folded: str) -> set[str]:
    return {folded, without_fleeting(folded), folded[:-1] if folded[-1] in "aeio" and len(folded) > 2 else folded}


def _words(documents: list[dict[str, list[str]]], table: str) -> frozenset[str]:
    return frozenset(word.casefold().replace("ё", "е") for document in documents for word in document[table])
