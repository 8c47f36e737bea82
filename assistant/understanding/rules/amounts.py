"""Sums and their bounds: `over 100k`, `от 1 до 3 млн рублей`, `between 10 and 20 thousand euros`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.models import Amount
from assistant.understanding.corpus.tongue import Tongue
from assistant.understanding.rules.found import Found
from assistant.understanding.rules.phrases import expression
from assistant.understanding.text import fold

_DIGITS = r"\d{1,3}(?:[ .,']\d{3})+(?![\d])(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_TEN, _HUNDRED = 10, 100
_COUNTED = 1000
"""A bare number below this before a word counts things: "more than ten deals"."""


@dataclass(slots=True)
class _Sum:
    start: int
    end: int
    value: Decimal
    multiplier: int | None
    currency: str | None

    @property
    def plain(self) -> bool:
        return self.multiplier is None and self.currency is None

    @property
    def full(self) -> Decimal:
        return self.value * (self.multiplier or 1)


class Amounts:
    """Finds sums in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self._multipliers = {fold(word): factor for word, factor in tongue.multipliers.items()}
        self._numbers = {fold(word): value for word, value in tongue.numbers.items()}
        self._currencies = [(re.compile(expression(words)), code) for code, words in tongue.currencies.items()]
        currency = expression(word for words in tongue.currencies.values() for word in words).replace(r"(?<!\w)", "")
        multiplier = expression(self._multipliers).replace(r"(?<!\w)", "")
        numbers = expression(self._numbers)
        self._number = re.compile(numbers)
        long = expression(word for word in self._multipliers if len(word) > 3)
        link = expression(tongue.bounds.link)
        # "ten to twenty thousand": the lower number leaves out what the higher one counts.
        counted = rf"(?:\s+(?:{link})\s+(?:{_DIGITS}|(?:{numbers})(?:\s+(?:{numbers}))*))?\s+(?:{multiplier})"
        self._sum = re.compile(
            rf"(?<![\w.,:/№#+])(?P<before>(?:{currency})\s?)?"
            rf"(?:(?P<digits>{_DIGITS})|(?P<word>(?:{numbers})(?:\s+(?:{numbers}))*)(?={counted})|(?P<one>{long}))"
            rf"(?:\s?(?P<multiplier>{multiplier})\.?)?(?:\s?(?P<after>{currency}))?(?![\d:/%№#])(?!\w)"
        )
        bounds = tongue.bounds
        self._least = re.compile(rf"(?:{expression(bounds.least)})\s*$")
        self._most = re.compile(rf"(?:{expression(bounds.most)})\s*$")
        self._between = re.compile(rf"(?:{expression(bounds.between)})\s*$")
        self._link = re.compile(rf"\s*(?:{expression(bounds.link)}|-|\.\.+)\s*$")
        self._least_after = re.compile(rf"\s*(?:{expression(bounds.least_after)}|\+(?!\w))")
        self._most_after = re.compile(rf"\s*(?:{expression(bounds.most_after)})")

    def find(self, plain: str, taken: tuple[Found, ...]) -> list[Found]:
        """Sums outside of pieces that are something else already."""
        sums = [found for found in map(self._read, self._sum.finditer(plain)) if found]
        sums = [s for s in sums if not any(s.start < t.end and t.start < s.end for t in taken)]
        found: list[Found] = []
        skip = False
        for place, current in enumerate(sums):
            following = sums[place + 1] if place + 1 < len(sums) else None
            if skip:
                skip = False
                continue
            piece = following and self._range(plain, current, following)
            if piece:
                found.append(piece)
                skip = True
            elif single := self._single(plain, current):
                found.append(single)
        return found

    def _read(self, match: re.Match[str]) -> _Sum | None:
        factor = self._multipliers.get(match["multiplier"]) if match["multiplier"] else None
        if match["one"]:
            value, factor = Decimal(1), self._multipliers[match["one"]] * (factor or 1)
        elif match["word"]:
            value = self._counted(match["word"])
        else:
            try:
                value = _decimal(match["digits"])
            except InvalidOperation:
                return None
        sign = (match["before"] or match["after"] or "").strip()
        code = next((code for pattern, code in self._currencies if sign and pattern.search(sign)), None)
        return _Sum(match.start(), match.end(), value, factor, code)

    def _counted(self, words: str) -> Decimal:
        """`two hundred fifty`, `one and a half`: parts are added, a hundred counts what stands before it."""
        value = Decimal(0)
        for found in self._number.finditer(words):
            part = Decimal(str(self._numbers[" ".join(found.group().split())]))
            value = value * part if part == _HUNDRED and 0 < value < _TEN else value + part
        return value

    def _range(self, plain: str, low: _Sum, high: _Sum) -> Found | None:
        between = plain[low.end : high.start]
        head = self._between.search(plain[: low.start])
        if not self._link.fullmatch(between) or (low.plain and high.plain and not head):
            return None
        if low.plain and high.plain and high.value < _COUNTED:
            return None
        if low.multiplier is None and low.value < high.full and low.value < _COUNTED:
            low.multiplier = high.multiplier
        start = head.start() if head else low.start
        bounds = sorted((low.full, high.full))
        return Found("amount", start, high.end, Amount(bounds[0], bounds[1], high.currency or low.currency), "amounts")

    def _single(self, plain: str, found: _Sum) -> Found | None:
        before, after = plain[: found.start], plain[found.end :]
        if head := self._least.search(before):
            bounds: tuple[Decimal | None, Decimal | None] = (found.full, None)
        elif head := self._most.search(before):
            bounds = (None, found.full)
        elif tail := self._least_after.match(after):
            return Found(
                "amount", found.start, found.end + tail.end(), Amount(found.full, None, found.currency), "amounts"
            )
        elif tail := self._most_after.match(after):
            return Found(
                "amount", found.start, found.end + tail.end(), Amount(None, found.full, found.currency), "amounts"
            )
        else:
            bounds = (found.full, found.full)
        if found.plain and (head is None or (found.value < _COUNTED and re.match(r"\s*\w", after))):
            return None
        return Found(
            "amount", head.start() if head else found.start, found.end, Amount(*bounds, found.currency), "amounts"
        )


def _decimal(digits: str) -> Decimal:
    """`100 000`, `1,5`, `12.05`, `1.000.000`: three digits behind a sign are thousands."""
    if re.fullmatch(r"\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*", digits):
        return Decimal(re.sub(r"\D", "", digits))
    grouped = re.fullmatch(r"(?P<whole>\d{1,3}(?:[ .,']\d{3})+)[.,](?P<part>\d{1,2})", digits)
    if grouped:
        return Decimal(f"{re.sub(r'[^0-9]', '', grouped['whole'])}.{grouped['part']}")
    return Decimal(digits.replace(" ", "").replace("'", "").replace(",", "."))
