"""Names behind a word that says what they are: project «Склад», stage "Contract signed", client Acme Corp."""

from __future__ import annotations

import re

from assistant.understanding.corpus.tongue import Tongue
from assistant.understanding.rules.found import Found
from assistant.understanding.rules.phrases import expression

_MOST_WORDS = 3


class Named:
    """Finds quoted or capitalised names behind the words of a language."""

    def __init__(self, tongue: Tongue) -> None:
        name = rf'"(?P<quoted>[^"]{{2,60}})"|(?P<bare>[A-ZА-Я][\w&.-]*(?: [A-ZА-Я\d][\w&.-]*){{0,{_MOST_WORDS - 1}}})'
        self._patterns = [
            (type_, re.compile(rf"(?P<word>(?i:{expression(words)}))\s*:?\s*(?:{name})"))
            for type_, words in tongue.introducers.items()
        ]

    def find(self, cased: str, taken: tuple[Found, ...]) -> list[Found]:
        """Names outside of pieces that are something else; the word before a name stands in `also`."""
        found = []
        for type_, pattern in self._patterns:
            for match in pattern.finditer(cased):
                start, end = match.span("quoted" if match["quoted"] else "bare")
                if match["bare"]:
                    end = next((piece.start for piece in taken if start <= piece.start < end), end)
                value = cased[start:end].strip(" .,")
                if value:
                    found.append(Found(type_, start, start + len(value), value, "named", (match.span("word"),)))
        return found
