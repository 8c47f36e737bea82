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
    first_names: dict[str, frozenset[str]] = field(repr=False)
    """A first name or short form, folded → the full names it may stand for."""
    first_name_stems: dict[str, frozenset[str]] = field(repr=False)
    """The same without the vowel at the end of the first case."""

    def given(self, folded: str) -> frozenset[str]:
        """The full first names that a folded word in any case may stand for; empty for other words."""
        if known := self.first_names.get(folded):
            return known
        for base in endings_off(folded):
            if known := self.first_name_stems.get(base):
                return known
        return frozenset()


@cache
def tables() -> Tables:
    """Read all files once."""
    files = [one for one in resources.files(__name__).iterdir() if one.name.endswith(".yaml")]
    documents = [yaml.safe_load(one.read_text("utf-8")) for one in files]
    names: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for document in documents:
        for full, short_forms in document["given_names"].items():
            for form in (full, *short_forms):
                folded = fold(form.casefold())
                names.setdefault(folded, set()).add(full)
                stems.setdefault(_stem(folded), set()).add(full)
    return Tables(
        legal_forms=_words(documents, "legal_forms"),
        legal_phrases=tuple(sorted(_words(documents, "legal_phrases"), key=len, reverse=True)),
        side_words=_words(documents, "side_words"),
        prepositions=_words(documents, "prepositions"),
        first_names={form: frozenset(full) for form, full in names.items()},
        first_name_stems={form: frozenset(full) for form, full in stems.items()},
    )


def _stem(folded: str) -> str:
    return folded[:-1] if folded[-1] in "aeio" and len(folded) > 2 else without_fleeting(folded)


def _words(documents: list[dict[str, list[str]]], table: str) -> frozenset[str]:
    return frozenset(word.casefold().replace("ё", "е") for document in documents for word in document[table])
