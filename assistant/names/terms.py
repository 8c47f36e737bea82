"""A name as written, turned into what the portal's substring search can find."""

from itertools import chain

from assistant.names.spelling import beginning, halves, in_other_letters
from assistant.names.written import Word, written

MOST_TERMS = 6
_WHOLE = 3
"""So many words are searched whole before any piece is."""


def search_terms(name: str) -> tuple[str, ...]:
    """At most six pieces of words, lower case; the record that is meant contains at least one of them in any case.

    The most telling come first: the words without their endings, then the same in the other letters (Cyrillic or
    Latin), then halves of the most telling word, of which a slip of the fingers spoils only one. A piece never spans
    two words, so it also fits a first name and a last name that are kept in two fields.
    """
    asked = written(name)
    full_weight = max(asked.weights, default=0.0)
    words = [one for one, weight in zip(asked.words, asked.weights, strict=True) if weight == full_weight]
    words.sort(key=lambda one: (_common(one), -len(one.plain)))
    if not words:
        return ()
    # First names and patronymics fill the portal's page with other people: they come last beside a telling word.
    telling = [one for one in words if not _common(one)] or words
    common = [one for one in words if one not in telling]
    whole = [beginning(one.plain) for one in telling]
    runs = [_in_other_letters(one) for one in telling[:2]]
    terms = (
        *whole[:_WHOLE],
        *(_full_names(words[0], latin=words[0].latin) if len(words) == 1 else ()),
        *chain.from_iterable(pieces[:1] for pieces in runs),
        *halves(whole[0]),
        *(beginning(one.plain) for one in common[:1]),
        *chain.from_iterable(_in_other_letters(one)[:1] for one in common[:1]),
        *chain.from_iterable(pieces[1:2] for pieces in runs),
        *chain.from_iterable(halves(pieces[0]) for pieces in runs),
    )
    return tuple(dict.fromkeys(filter(None, terms)))[:MOST_TERMS]


def _common(one: Word) -> bool:
    return bool(one.given) or one.patronymic


def _in_other_letters(one: Word) -> tuple[str, ...]:
    return (*_full_names(one, latin=not one.latin)[:1], *in_other_letters(one.plain))


def _full_names(one: Word, *, latin: bool) -> tuple[str, ...]:
    """What is searched for a lone "Саша": Александр; for "Джеймс" in Latin letters: James."""
    full_names = [full.casefold() for full in sorted(one.given) if full.isascii() == latin]
    return tuple(dict.fromkeys(map(beginning, full_names)))[:2]
