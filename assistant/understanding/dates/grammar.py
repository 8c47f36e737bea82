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
        if all(token.meanings.keys() <= _IDLE for token in tokens):
            return []
        return apply(self._rules, tokens, setting)


_IDLE = frozenset(
    ("OTHER", "COMMA", "DOT", "THE", "OF", "TO", "IN", "FOR", "AND", "ON", "OR", "AT", "NOT", "BUT", "ARTICLE", "FROM", "VOID",
     "PERUNIT", "OFTHEUNIT", "NOTDATE", "OPENING", "CLOSING", "ABOUT", "DASH", "SLASH", "QUOTE", "COLON", "AMOUNT",
     "ATDAY", "TIMEAT", "DURING", "FORBACK", "FORDAY", "FROMOPEN", "UNTIL", "BY", "LASTING", "WITHIN", "PLUS",
     "BETWEEN", "TIMEWORD", "AGO", "LATER", "BEFORE", "AFTER", "SINCE", "SHIFT", "ORDWORD", "NUMBER")
)  # fmt: skip


def _word_sets(vocabulary: Vocabulary) -> set[frozenset[str]]:
    sets = set(vocabulary.meaning_sets())
    numbered = [meanings for meanings in vocabulary.words.values() if "NUMBER" in meanings or "ORDWORD" in meanings]
    for meanings in numbered:
        ordinal = "ORDWORD" in meanings
        made = number_meanings(meanings.get("NUMBER", meanings.get("ORDWORD")), ordinal=ordinal, word=not ordinal)
        sets.add(frozenset(meanings) | frozenset(made))
    return sets


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language, built once."""
    return Grammar(vocabulary(language))
