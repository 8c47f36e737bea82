"""Numbers in digits and words: what a number can be, and words joined to one number."""

from typing import Final

from assistant.understanding.dates.patterns import Token
from assistant.understanding.dates.words import Meanings

_PIVOT: Final = 32
_TENS: Final = range(20, 100, 10)


def full_year(digits: str) -> int:
    """The year that two or four digits mean: 31 is 2031, 32 is 1932."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < _PIVOT else 1900)


def number_meanings(value: float, digits: str = "", *, ordinal: bool = False, word: bool = False) -> Meanings:
    """All that a number can be: an amount, a day of a month, an hour, minutes, a year."""
    whole = int(value)
    meanings: Meanings = {}
    if ordinal:
        meanings["ORDINAL" if 1 <= whole <= 31 else "BIGORDINAL"] = whole
        return meanings
    meanings["NUM"] = value
    if word:
        meanings["NUMWORD"] = value
    if len(digits) <= 2:
        if 1 <= whole <= 31:
            meanings["DAY"] = whole
        if whole <= 24:
            meanings["HOUR"] = whole
        if (len(digits) == 2 or word) and whole < 60:
            meanings["MINUTE"] = whole
        if len(digits) == 2:
            meanings["YEAR2"] = full_year(digits)
    if (len(digits) == 4 or word) and 1800 <= whole <= 2199:
        meanings["YEAR"] = whole
    if len(digits) in {3, 4} and whole // 100 <= 24 and whole % 100 < 60:
        meanings["HHMM"] = digits
    return meanings


def number_sets() -> list[frozenset[str]]:
    """Every set of categories that a number can have."""
    written = (
        "0", "5", "12", "13", "25", "31", "32", "59", "60", "00", "05", "99", "100", "005", "170", "1030", "1800",
        "1860", "1959", "1960", "2059", "2060", "2199", "2359", "2500", "0730", "99999", "0099", "2401",
    )  # fmt: skip
    sets = [frozenset(number_meanings(int(digits), digits)) for digits in written]
    sets += [frozenset(number_meanings(value, word=True)) for value in (0, 3, 12, 20, 25, 31, 40, 60, 100, 2015, 1000)]
    sets += [frozenset(number_meanings(value, ordinal=True)) for value in (1, 31, 40)]
    return sets


def join_numbers(tokens: list[Token]) -> list[Token]:
    """Number words joined to one number: twenty six, two thousand and fifteen, nineteen ninety six, двадцать пятое."""
    if not any("NUMBER" in token.meanings or "ORDWORD" in token.meanings for token in tokens):
        return tokens
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        value, ordinal, length = _number_at(tokens, index)
        if length == 0:
            joined.append(tokens[index])
            index += 1
            continue
        meanings = number_meanings(value, ordinal=ordinal, word=not ordinal)
        if length == 1:
            meanings = {**tokens[index].meanings, **meanings}
        joined.append(Token(tokens[index].start, tokens[index + length - 1].end, meanings, tokens[index].text))
        index += length
    return joined


def _number_at(tokens: list[Token], index: int) -> tuple[int, bool, int]:
    """Value, whether ordinal, and count of tokens of the number words that begin here; a count of 0 is none."""
    begin = index
    total, ordinal, index = _small_at(tokens, index)
    if index == begin:
        return 0, False, 0
    while not ordinal and index < len(tokens):
        scale = tokens[index].meanings.get("NUMBER")
        if scale in {100, 1000} and 0 < total < scale:
            total *= scale
            index += 1
            rest = index
            if rest < len(tokens) and "AND" in tokens[rest].meanings:
                rest += 1
            small, ordinal, after = _small_at(tokens, rest)
            if after > rest and small < scale:
                total, index = total + small, after
        elif total in {18, 19, 20} and index - begin == 1:
            small, ordinal, after = _small_at(tokens, index)
            if after == index or ordinal or small < 10:
                return total, False, index - begin
            return total * 100 + small, False, after - begin
        else:
            break
    return total, ordinal, index - begin


def _small_at(tokens: list[Token], index: int) -> tuple[int, bool, int]:
    """A number below a hundred, or a bare hundred or thousand; the index after it (the same when there is none)."""
    if index >= len(tokens):
        return 0, False, index
    meanings = tokens[index].meanings
    if "ORDWORD" in meanings:
        return meanings["ORDWORD"], True, index + 1
    if "NUMBER" not in meanings:
        return 0, False, index
    value = meanings["NUMBER"]
    if value in _TENS:
        rest = index + 1
        if rest + 1 < len(tokens) and "DASH" in tokens[rest].meanings and tokens[rest].start == tokens[index].end:
            rest += 1
        after = tokens[rest].meanings if rest < len(tokens) else {}
        unit: int = after["NUMBER"] if "NUMBER" in after else after.get("ORDWORD") or 0
        if 1 <= unit <= 9:
            return value + unit, "ORDWORD" in after and "NUMBER" not in after, rest + 1
    return value, False, index + 1
