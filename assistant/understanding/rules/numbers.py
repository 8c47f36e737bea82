"""Whole numbers that name a ticket or an alert."""

from __future__ import annotations

import re

from assistant.understanding.rules.found import Found

_NUMBER = re.compile(r"(?<![\w.,:/+])(?P<sign>[#№]\s?)?(?P<digits>\d{1,9})(?![\w:/]|[.,-]\d)")


def find_numbers(plain: str, taken: tuple[Found, ...]) -> list[Found]:
    """Numbers outside of pieces that are something else; one behind # or № is a number whatever it looks like."""
    found = []
    for match in _NUMBER.finditer(plain):
        piece = Found("number", match.start(), match.end(), int(match["digits"]), "numbers")
        if match["sign"] or not any(piece.overlaps(other) for other in taken):
            found.append(piece)
    return sorted(found, key=lambda piece: plain[piece.start] not in "#№")
