"""Phone numbers as stored in the portal, read as the asker would dial them."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import phonenumbers
from babel.core import get_global

_PHONE = re.compile(r"[\d\s()+.\-–/]{7,}")


def e164(stored: str, zone: ZoneInfo) -> str:
    """`8 (495) 123-45-67` → `+74951234567`; empty when it is no phone number.

    A national number is read in the country of the asker's time zone.
    """
    if not _PHONE.fullmatch(stored.strip()):
        return ""
    country = get_global("zone_territories").get(zone.key)
    try:
        number = phonenumbers.parse(stored, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
