"""Phrases with endings left open (`выигран* сделк*`) as a regular expression or as a spaCy matcher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from assistant.understanding.rules.found import Found
from assistant.understanding.text import Typos, fold

NOTHING = "none"
"""The value of phrases that look like another value and mean nothing: "get done" is no state of a task."""


def expression(phrases: Iterable[str]) -> str:
    """An alternative of all phrases, the longest first; matches nothing when there are none."""
    parts = []
    for phrase in sorted(map(fold, phrases), key=len, reverse=True):
        body = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
        head = r"(?<!\w)" if phrase[:1].isalnum() else ""
        tail = r"(?!\w)" if phrase[-1:].isalnum() else ""
        parts.append(f"{head}{body}{tail}")
    return "|".join(parts) or r"(?!)"


class Lexicon:
    """Words of states, kinds and groups; finds them in a `Doc` with spaCy's phrase matcher.

    A word is reduced to its stem (`выигр*`) in the attribute NORM, so one phrase matches every ending.
    """

    def __init__(self, nlp: Language, synonyms: Mapping[str, Mapping[str, Iterable[str]]], typos: Typos) -> None:
        self._mend = typos.mend
        phrases = {
            (type_, value, tuple(_pieces(nlp, fold(phrase))))
            for type_, values in synonyms.items()
            for value, phrases in values.items()
            for phrase in phrases
        }
        words = {word for *_, pieces in phrases for word in pieces}
        self._exact = frozenset(word for word in words if not word.endswith("*"))
        self._stems = frozenset(word[:-1] for word in words if word.endswith("*"))
        self._shortest = min(map(len, self._stems), default=1)
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self._meanings: dict[int, tuple[str, str]] = {}
        for type_, value, pieces in sorted(phrases):
            key = nlp.vocab.strings.add(f"{type_}={value}")
            self._meanings[key] = (type_, value)
            for words_ in self._spelled(pieces):
                doc = Doc(nlp.vocab, words=list(words_))
                for token, word in zip(doc, words_, strict=True):
                    token.norm_ = word
                self._matcher.add(f"{type_}={value}", [doc])

    def find(self, doc: Doc) -> list[Found]:
        """All phrases in a text, the longest of those of one type that overlap."""
        for token in doc:
            token.norm_ = self._reduced(token.lower_)
        found: list[Found] = []
        for key, start, end in sorted(self._matcher(doc), key=lambda match: match[1] - match[2]):
            type_, value = self._meanings[key]
            span = doc[start:end]
            piece = Found(type_, span.start_char, span.end_char, value, "words")
            if not any(piece.overlaps(other) and other.type == type_ for other in found):
                found.append(piece)
        return sorted((piece for piece in found if piece.value != NOTHING), key=lambda piece: piece.start)

    def _reduced(self, word: str) -> str:
        if word in self._exact:
            return word
        for length in range(len(word), self._shortest - 1, -1):
            if word[:length] in self._stems:
                return f"{word[:length]}*"
        mended = self._mend(word)
        return self._reduced(mended) if mended != word else word

    def _spelled(self, pieces: tuple[str, ...]) -> list[tuple[str, ...]]:
        """A short stem also stands for the longer ones and the words that begin with it."""
        spelled: list[tuple[str, ...]] = [()]
        for piece in pieces:
            forms = [piece]
            if piece.endswith("*"):
                forms += [f"{stem}*" for stem in self._stems if stem != piece[:-1] and stem.startswith(piece[:-1])]
                forms += [word for word in self._exact if word.startswith(piece[:-1])]
            spelled = [(*head, form) for head in spelled for form in forms]
        return spelled


def _pieces(nlp: Language, phrase: str) -> Iterable[str]:
    for word in phrase.split():
        if word.endswith("*"):
            yield word
        else:
            yield from (token.text for token in nlp.make_doc(word))
