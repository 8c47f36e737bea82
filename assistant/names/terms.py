"""A name as written, turned into what the portal's substring search can find."""

import re

MOST_TERMS = 6


def search_terms(name: str) -> tuple[str, ...]:
    """At most six pieces of words; the record that is meant contains at least one of them, in any letter case."""
    words = sorted(re.findall(r"\w{2,}", name.casefold()), key=len, reverse=True)
    return tuple(dict.fromkeys(word[: max(3, len(word) - 2)] for word in words))[:MOST_TERMS]
