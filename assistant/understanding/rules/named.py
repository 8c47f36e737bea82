"""Names behind a word that says what they are: project «Склад», stage "Contract signed", client Acme Corp."""

from __future__ import annotations

import re

from assistant.understanding.corpus.tongue import Tongue
from assistant.understanding.rules.found import Found
from assistant.understanding.rules.phrases import expression

_NAME = r'"(?P<quoted>[^"]{2,60})"|(?P<bare>[^\W_][\w&.-]*(?: [^\W_][\w&.-]*){0,2})'


class Named:
    """Finds quoted or capitalised names behind the words of a language."""

    def __init__(self, tongue: Tongue) -> None:
        self._patterns = [
            (type_, re.compile(rf"(?P<word>(?i:{expression(words)}))\s*:?\s*(?:{_NAME})"))
            for type_, words in tongue.introducers.items()
        ]

    def find(self, cased: str, taken: tuple[Found, ...]) -> list[Found]:
        """Names with the word before them in `also`; a name without quotes ends where another piece begins."""
        found = []
        for type_, pattern in self._patterns:
            for match in pattern.finditer(cased):
                start, end = match.span("quoted" if match["quoted"] else "bare")
                if match["bare"]:
                    end = start + _capitals(match["bare"])
                    end = next((piece.start for piece in taken if start <= piece.start < end), end)
                value = cased[start:end].strip(" .,")
                if value:
                    found.append(Found(type_, start, start + len(value), value, "named", (match.span("word"),)))
        return found


def _capitals(words: str) -> int:
    """Length of the leading words that begin with a capital; numbers may follow them."""
    length = 0
    for word in re.finditer(r"\S+", words):
        if not (word.group()[0].isupper() or (length and word.group()[0].isdigit())):
            break
        length = word.end()
    return length
