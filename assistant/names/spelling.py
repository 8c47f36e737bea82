"""Pieces of a word that stay the same however it is inflected or transliterated, as text for a substring search."""

import re

SHORTEST = 3

_ENDING = re.compile(
    "(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ей|ой|ий|ый|ая|яя|ое|ее|ые|ие|ым|им|ом|ем|ам|ям|ах|ях|ых|их"
    "|ую|юю|ою|ею|ья|ью|ье|ии|ия|ию|ай|ае|аю|[аяоеуюыиьй])$"
)
_LATIN_ENDING = re.compile("(?:ami|iami|yami|oi|oy|oj|ei|ey|om|em|ym|im|[aeiouy])$")
_BEFORE_FLEETING = re.compile("(?<=[бвгджзклмнпрстфхцчшщй])ь?[клнрц]$")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

_TO_LATIN = dict(zip("абвгдезийклмнопрстуф", "abvgdezi*klmnoprstuf", strict=True))
"""Letters that nearly every scheme writes alike; the others end a piece."""
_TO_CYRILLIC = (
    {"shch": "щ", "sh": "ш", "zh": "ж", "kh": "х", "ph": "ф", "th": "т", "ck": "к", "ts": "ц", "tz": "ц", "w": "в"}
    | dict.fromkeys(("ya", "ia", "ja"), "я")
    | dict.fromkeys(("yu", "iu", "ju"), "ю")
    | dict.fromkeys(("yo", "jo", "ye", "je", "ie", "sch", "ch", "cz", "tsch", "oo", "ee", "ou"), "*")
    | {latin: letter for letter, latin in _TO_LATIN.items() if latin != "*"}
)
_LATIN_GROUP = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)) + "|.")
_SOFT_L = re.compile("(?<=л)(?=[бвгдзкмнпрстфхцчшщ])")


def beginning(plain: str) -> str:
    """The word without its case ending, and without what a fleeting vowel would break: "павлом" gives "пав"."""
    if not _CYRILLIC.search(plain):
        return _cut(_LATIN_ENDING, plain)
    cut = _cut(_ENDING, plain)
    return cut if cut == plain else _cut(_BEFORE_FLEETING, cut)


def halves(piece: str) -> tuple[str, ...]:
    """Both halves of a piece, of which one misspelt letter spoils only one; nothing of a short one."""
    if len(piece) <= SHORTEST + 1:
        return ()
    middle = max(SHORTEST, (len(piece) + 1) // 2)
    return piece[:middle], piece[min(middle, len(piece) - SHORTEST) :]


def in_other_letters(plain: str) -> tuple[str, ...]:
    """The pieces of the word that are sure in the other letters, Latin for Cyrillic and back, longest first."""
    if _CYRILLIC.search(plain):
        text = "".join(_TO_LATIN.get(letter, "*") for letter in beginning(plain))
    else:
        text = _LATIN_GROUP.sub(lambda found: _TO_CYRILLIC.get(found[0], "*"), beginning(plain))
        text = _SOFT_L.sub("*", text)
    return tuple(sorted((piece for piece in text.split("*") if len(piece) >= SHORTEST), key=len, reverse=True))


def _cut(ending: re.Pattern[str], plain: str) -> str:
    cut = ending.sub("", plain)
    return cut if len(cut) >= SHORTEST else plain[: max(SHORTEST, len(cut))]
