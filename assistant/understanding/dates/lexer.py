"""From a message to tokens: words with their meanings, numbers, written dates and clock times, punctuation."""

import re
from typing import Final

from assistant.understanding.dates.numbers import join_numbers, number_meanings
from assistant.understanding.dates.patterns import Token
from assistant.understanding.dates.shapes import month_first, read_run
from assistant.understanding.dates.words import Meanings, Vocabulary, fold

_RUN = r"\d+(?:[.,:/\-–—~_]\d+)*"
_PIECES = re.compile(
    rf"""
    (?P<clock>(?<![\d.,:/])\d{{1,2}}\s?[hHчЧ]\s?\d{{2}}(?![\w]))
  | (?P<run>{_RUN})
  | (?P<skip>(?<=\d)[Tt](?=\d\d?:))
  | (?P<meridiem>(?<![^\W\d_])[aApP]\s?\.?\s?[mM](?:[pP][mM])?(?![^\W_])(?:\s?\.)?)
  | (?P<short>(?<=\d)\s?[aApP](?!\w|\s?\.?\s?[mM]\b)\.?)
  | (?P<word>w/c\b|[^\W\d_]+(?:['’][^\W\d_]+)*(?:(?<=s)['’](?!\w))?)
  | (?P<mark>\.{{2,}}|…|[<>]\s?=?|\S|\n)
    """,
    re.VERBOSE,
)
_MARKS: Final[dict[str, Meanings]] = {
    "-": {"DASH": True},
    "–": {"DASH": True},
    "—": {"DASH": True},
    "−": {"DASH": True},
    "~": {"DASH": True},
    "..": {"DASH": True},
    "...": {"DASH": True},
    "…": {"DASH": True},
    "/": {"SLASH": True},
    ",": {"COMMA": True},
    "∙": {"COMMA": True},
    "·": {"COMMA": True},
    "•": {"COMMA": True},
    ".": {"DOT": True},
    "@": {"AT": True},
    ":": {"COLON": True},
    "(": {"OPENING": True},
    ")": {"CLOSING": True},
    "+": {"PLUS": True},
    ">": {"AFTER": True},
    "<": {"BEFORE": True},
    ">=": {"SINCE": True},
    "<=": {"UNTIL": True},
    "'": {"QUOTE": True},
    "′": {"QUOTE": True},
    "’": {"QUOTE": True},
}
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_DECIMAL = re.compile(r"\d+(?:[.,]\d{1,2}){1,2}")
_YEAR_AND_DAY = re.compile(r"\d{4}[-–—]\d{1,2}")
_OTHER: Final[Meanings] = {"OTHER": True}
_CURRENCY: Final = frozenset("#№$€£₽¥")
_THOUSANDS: Final = frozenset("kKкК")
_AMOUNT_AFTER: Final = frozenset("%‰$€£₽¥°")


def mark_sets() -> list[frozenset[str]]:
    """Every set of categories that punctuation can have."""
    meridiems = [frozenset({"MERIDIEM"}), frozenset({"SHORTMERIDIEM"})]
    return [*meridiems, *(frozenset(meanings) for meanings in (*_MARKS.values(), _OTHER))]


def tokenize(text: str, vocabulary: Vocabulary) -> list[Token]:
    """All tokens of a message, phrases and number words joined."""
    tokens: list[Token] = []
    for piece in _PIECES.finditer(text):
        kind, start, end = piece.lastgroup, piece.start(), piece.end()
        written = piece.group()
        if kind == "run":
            _add_run(text, start, end, tokens, vocabulary)
        elif kind == "word":
            _add_word(written, start, end, tokens, vocabulary)
        elif kind == "mark":
            meanings = _MARKS.get(written.replace(" ", ""), _OTHER)
            if written in {"<", ">"} and text[start - 1 : start].isalpha():
                meanings = _OTHER
            if written == "." and _is_abbreviation(tokens, text, end):
                tokens[-1].end = end
                continue
            tokens.append(Token(start, end, meanings, written))
        elif kind == "clock":
            tokens += read_run(re.sub(r"\s?\D\s?", ":", written), start, end)
        elif kind == "meridiem" and written.lower() in vocabulary.words:
            _add_word(written, start, end, tokens, vocabulary)
        elif kind != "skip":
            _add_meridiem(written, start, end, tokens)
    return join_numbers(_join_phrases(tokens, vocabulary))


_ABBREVIATED: Final = frozenset(("MONTH", "WEEKDAY", "UNIT", "YEARTAIL", "DM", "ABOUT", "SHIFT"))


def _is_abbreviation(tokens: list[Token], text: str, end: int) -> bool:
    """Whether a full stop belongs to the word or the date before it: янв. 2026, 01.04. в 18 часов."""
    if not tokens or tokens[-1].end != end - 1 or len(tokens[-1].text) > 7:
        return False
    follows = text[end:].lstrip(" ")[:1]
    if tokens[-1].meanings.keys().isdisjoint(_ABBREVIATED) or not follows:
        return False
    return not follows.isupper() and follows not in '\n)"»”'


def _add_meridiem(written: str, start: int, end: int, tokens: list[Token]) -> None:
    letters = re.sub(r"[\s.]", "", written.lower())
    numbers_before = tokens and not tokens[-1].meanings.keys().isdisjoint(
        ("NUM", "CLOCK", "HM", "HHMM", "DOT", "NUMBER", "OCLOCK", "HOURS", "MINUTE")
    )
    if letters in {"a", "p"}:
        meanings: Meanings = {"SHORTMERIDIEM": letters}
    elif not numbers_before:
        meanings = _OTHER
    elif letters.endswith("mpm"):
        meanings = {"MERIDIEM": "any"}
    else:
        meanings = {"MERIDIEM": letters[0]}
    if tokens and "DOT" in tokens[-1].meanings and "MERIDIEM" in meanings:
        tokens.pop()
    tokens.append(Token(start, end, meanings, letters))


def _add_word(written: str, start: int, end: int, tokens: list[Token], vocabulary: Vocabulary) -> None:
    word = fold(written)
    before = tokens[-1] if tokens else None
    if before is not None and before.end == start and (glued := vocabulary.words.get(before.text + word)):
        tokens[-1] = Token(before.start, end, glued, before.text + word)
        return
    if before is not None and before.end == start and "NUM" in before.meanings:
        if word in vocabulary.ordinal_suffixes:
            _make_ordinal(before, end)
            return
    elif before is not None and "DASH" in before.meanings and len(tokens) > 1 and before.end == start:
        number = tokens[-2]
        if "NUM" in number.meanings and number.end == before.start and word in vocabulary.ordinal_suffixes:
            tokens.pop()
            _make_ordinal(number, end)
            return
    tokens.append(Token(start, end, vocabulary.meaning(word) or _OTHER, word))


def _make_ordinal(number: Token, end: int) -> None:
    made = Token(number.start, end, number_meanings(number.meanings["NUM"], ordinal=True), number.text)
    number.end, number.meanings, number.sign = end, made.meanings, made.sign


def _add_run(text: str, start: int, end: int, tokens: list[Token], vocabulary: Vocabulary) -> None:
    """A run of digits and separators: nothing when it is a number of something, else what its shape says."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    thousands = after in _THOUSANDS and not text[end + 1 : end + 2].isalpha()
    sign = (text[end : end + 2].strip() or " ")[0]
    if thousands or before in _CURRENCY or after in _AMOUNT_AFTER or sign in _AMOUNT_AFTER:
        tokens.append(Token(start, end, {"VOID": True}, text[start:end]))
        return
    if before == " " and start > 1 and text[start - 2] in _CURRENCY:
        tokens.append(Token(start, end, {"VOID": True}, text[start:end]))
        return
    if before.isalpha() and tokens and tokens[-1].meanings is _OTHER:
        tokens.append(Token(start, end, {"VOID": True}, text[start:end]))
        return
    if (
        (before in "/-" and len(tokens) > 1 and tokens[-2].end == start - 1 and "MONTH" in tokens[-2].meanings)
        or (
            _YEAR_AND_DAY.fullmatch(text[start:end]) and after == " " and "MONTH" in _word_at(text, end + 1, vocabulary)
        )
        or (after in "/-" and text[end + 1 : end + 2].isalpha() and "MONTH" in _word_at(text, end + 1, vocabulary))
        or (before.isalpha() and not tokens[-1].meanings.keys().isdisjoint(("QLETTER", "HLETTER")))
    ):
        tokens += _pieces(text, start, end)
    elif _is_numbered(tokens, text[start:end]):
        tokens.append(Token(start, end, {"VOID": True}, text[start:end]))
    else:
        tokens += read_run(text[start:end], start, end, months_first=month_first(text))


def _is_numbered(tokens: list[Token], run: str) -> bool:
    """Whether a noun before a run says that it is a number of something: ticket 2024, version 1.10."""
    noun = tokens[-1] if tokens else None
    if noun is not None and "COLON" in noun.meanings and len(tokens) > 1:
        noun = tokens[-2]
    kind = noun.meanings.get("NOTDATE") if noun is not None else None
    return kind is not None and (run.isdigit() or (kind == "decimal" and _SHORT_DECIMAL.fullmatch(run) is not None))


def _word_at(text: str, start: int, vocabulary: Vocabulary) -> Meanings:
    word = _WORD.match(text, start)
    return (vocabulary.meaning(fold(word.group())) if word else None) or {}


def _pieces(text: str, start: int, end: int) -> list[Token]:
    """The numbers and separators of a run one by one, where a month is written in letters beside them."""
    pieces = []
    for piece in re.finditer(r"\d+|\D", text[start:end]):
        written = piece.group()
        meanings = number_meanings(int(written), written) if written.isdigit() else _MARKS.get(written, _OTHER)
        pieces.append(Token(start + piece.start(), start + piece.end(), meanings, written))
    return pieces


def _join_phrases(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    phrases = vocabulary.phrases
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        length = 0
        for rest, meanings in phrases.get(token.text, ()):
            length = _phrase_length(tokens, index + 1, rest)
            if length and _belongs_to_next(tokens, index + length + 1, meanings):
                length = 0
            if length:
                token = Token(token.start, tokens[index + length].end, meanings, token.text)
                break
        joined.append(token)
        index += length + 1
    return joined


def _belongs_to_next(tokens: list[Token], index: int, meanings: Meanings) -> bool:
    """Whether "after next" or "before last" says something about the unit that follows: after next week."""
    if "NEXTONE" not in meanings and "LASTONE" not in meanings:
        return False
    following = tokens[index].meanings.keys() if index < len(tokens) else set()
    return not following.isdisjoint(("UNIT", "WEEKDAY", "MONTH", "NUM", "SEASON")) if following else False


def _phrase_length(tokens: list[Token], index: int, rest: tuple[str, ...]) -> int:
    """How many tokens after the first a phrase takes, hyphens between its words included; 0 when it is not there."""
    begin = index
    for word in rest:
        if index < len(tokens) and tokens[index].text == "-" and index + 1 < len(tokens):
            index += 1
        if index >= len(tokens) or tokens[index].text != word:
            return 0
        index += 1
    return index - begin
