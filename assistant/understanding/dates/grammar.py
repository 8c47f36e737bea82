"""The grammar of a language: its vocabulary, and all rules compiled over its signs."""

from functools import cache

from assistant.understanding.dates.lexer import mark_sets, tokenize
from assistant.understanding.dates.numbers import number_meanings, number_sets
from assistant.understanding.dates.patterns import Compiled, Setting, Token, apply, make_signs, sign_of
from assistant.understanding.dates.rules import ALL
from assistant.understanding.dates.shapes import shape_sets
from assistant.understanding.dates.words import Vocabulary, vocabulary


class Grammar:
    """Reads messages of one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        for categories in (*mark_sets(), *number_sets(), *shape_sets(), *_word_sets(vocabulary)):
            sign_of(categories)
        make_signs()
        self._rules = [Compiled(rule) for rule in ALL]

    def read(self, setting: Setting) -> list[Token]:
        """The tokens of a message after all rules."""
        tokens = tokenize(setting.text, self.vocabulary)
        if not any(token.has(*_LIVE) for token in tokens):
            return []
        return apply(self._rules, tokens, setting)


_LIVE = (
    "NUM", "ORDINAL", "BIGORDINAL", "DM", "HM", "CLOCK", "DATE", "PERIOD", "MONTH", "WEEKDAY", "UNIT", "RELDAY", "NOW",
    "PART", "TONIGHT", "LASTNIGHT", "DAYEND", "CLOCKWORD", "UNITTODATE", "UNITEND", "SEASON", "HOLIDAY", "HALFUNIT",
    "HALFHOUR", "DECADEWORD", "COUPLE",
)  # fmt: skip
"""Without a word of one of these categories nothing can be found."""


def _word_sets(vocabulary: Vocabulary) -> set[frozenset[str]]:
    sets = set(vocabulary.meaning_sets())
    numbered = [meanings for meanings in vocabulary.words.values() if "NUMBER" in meanings or "ORDWORD" in meanings]
    for meanings in numbered:
        ordinal = "ORDWORD" in meanings
        value: int = meanings["ORDWORD"] if ordinal else meanings["NUMBER"]
        made = number_meanings(value, ordinal=ordinal, word=not ordinal)
        sets.add(frozenset(meanings) | frozenset(made))
    return sets


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language, built once."""
    return Grammar(vocabulary(language))
