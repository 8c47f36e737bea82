"""Phone numbers in international or national form, as E.164."""

from __future__ import annotations

import phonenumbers

from assistant.understanding.rules.found import Found

_FEWEST_DIGITS = 6


def find_phones(plain: str, country: str, taken: tuple[Found, ...]) -> list[Found]:
    """Numbers that can exist in the country; an extension is dropped."""
    if sum(char.isdigit() for char in plain) < _FEWEST_DIGITS:
        return []
    found: list[Found] = []
    for match in phonenumbers.PhoneNumberMatcher(plain, country, leniency=phonenumbers.Leniency.POSSIBLE):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        piece = Found("phone", match.start, match.end, number, "phones")
        if not any(piece.overlaps(other) for other in taken):
            found.append(piece)
    return found
