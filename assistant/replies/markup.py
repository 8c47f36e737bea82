"""BB code: nothing that people or the portal wrote can become a tag, and every message fits."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

LIMIT = 20_000
"""Characters of a message that the portal takes (imbot.v2.Chat.Message.send)."""
LONGEST = 200
"""Characters of a text from outside; longer ones are shortened."""
TITLE = 80
"""Characters of the text of a link."""
LABEL = 40
"""Characters on a button."""

_BREAK = "\N{ZERO WIDTH SPACE}"
_TAG = re.compile(r"\[/?[a-zA-Z*][^\[\]]*\]")
_OPENING = re.compile(r"^(?:\[[^\]]*\])*")
_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Emoji and some scripts need them."""


def fold(text: str, longest: int = LONGEST) -> str:
    """One line of visible characters, shortened at a word when it is too long."""
    line = " ".join(text.split())
    line = "".join(c for c in line if c in _KEPT or unicodedata.category(c) not in _CONTROLS)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > longest // 2 else cut).rstrip(" ,.;:·-–—") + "…"


def escape(text: str) -> str:
    """The same text to the eye, without a tag: the portal knows no escape, so each bracket is broken."""
    return text.replace("[", f"[{_BREAK}").replace(">>", f">{_BREAK}>")


def link(text: str, url: str) -> str:
    """A link; an address that is neither of the portal nor http(s) leaves the text alone."""
    shown = escape(fold(text, TITLE)) or "…"
    address = safe_url(url)
    return f"[url={address}]{shown}[/url]" if address else shown


def safe_url(url: str) -> str:
    """The address with everything encoded that could end a tag, or nothing."""
    if not re.match(r"(?:/(?!/)|https?://)", url):
        return ""
    return re.sub(r"[\[\]\s]", lambda found: f"%{ord(found[0]):02X}", url)


def call(phone: str) -> str:
    """A phone number that can be tapped."""
    return f"[call={phone}]{phone_text(phone)}[/call]"


def phone_text(phone: str) -> str:
    """`+49301234567` → `+49 30 1234567`."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return fold(phone)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def capitalize(text: str) -> str:
    """The first letter in upper case, behind opening tags."""
    start = _OPENING.match(text)
    at = start.end() if start else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def fit(lines: list[str], limit: int = LIMIT) -> str:
    """Lines joined; what does not fit is left out as whole lines, so that no tag is cut."""
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    kept: list[str] = []
    left = limit - len("\n…")
    for line in lines:
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    if not kept:
        return _TAG.sub("", lines[0])[: limit - 1] + "…"
    return "\n".join([*kept, "…"])
