"""Texts with places for values: `{name}`, `{name:form}`, and `<…>` around what is left out with an empty value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from assistant.catalogue.kinds import FORMS, OPTIONAL, PLACEHOLDER, PLURALS, Kind


class Words:
    """Checks texts against the values that are there."""

    def __init__(self, values: Mapping[str, Kind], where: str) -> None:
        self._values = values
        self._where = where
        """What is told here: "a row of deals"."""

    def complaints(self, text: str | Mapping[str, str]) -> Iterator[str]:
        """What is wrong with a text, or with one of its plural forms."""
        if isinstance(text, str):
            yield from self._complaints(text)
            return
        unknown = [form for form in text if form not in PLURALS]
        if unknown or "other" not in text:
            yield f"plural forms are {', '.join(PLURALS)}, and other has to be among them"
        if "count" not in self._values:
            yield f"{self._where} has no count that could choose a plural form"
        for each in text.values():
            yield from self._complaints(each)

    def _complaints(self, text: str) -> Iterator[str]:
        for name, forms in PLACEHOLDER.findall(text):
            kind = self._values.get(name)
            if kind is None or kind == "flag":
                near = get_close_matches(name, self._values, n=1)
                known = [each for each, kind in self._values.items() if kind != "flag"]
                advice = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
                yield f"{{{name}}}: {self._where} has no such value; {advice}"
                continue
            for form in filter(None, forms.split(":")):
                if form not in FORMS[kind]:
                    can = ", ".join(FORMS[kind]) or "none"
                    yield f"{{{name}:{form}}}: {name} is a {kind}, its forms are: {can}"
        rest = PLACEHOLDER.sub("", text)
        if "{" in rest or "}" in rest:
            yield f"a brace stands alone in {text!r}; a value is written {{name}} or {{name:form}}"
        for part in OPTIONAL.findall(text):
            if not PLACEHOLDER.search(part):
                yield f"<{part}> holds no value that could be empty"
        rest = OPTIONAL.sub("", text)
        if "<" in rest or ">" in rest:
            yield f"< and > stand in pairs around a part that may be left out, not alone as in {text!r}"
