"""Pieces of a word that stay the same however it is inflected or transliterated, as text for a substring search."""

import re

SHORTEST = 3

_ENDING = re.compile(
    "(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ей|ой|ий|ый|ая|яя|ое|ее|ые|ие|ым|им|ом|ем|ам|ям|ах|ях|ых|их"
    "|ую|юю|ою|ею|ья|ью|ье|ии|ия|ию|ай|ае|аю|[аяоеуюыиьй])$"
)
_LATIN_ENDING = re.compile("(?:[aiy]mi|[oe]go|[oe]mu|[oeaiy]m|(?:ik|yk|ak)h|[aeiouyj]+)$")
_BEFORE_FLEETING = re.compile("(?<=[бвгджзклмнпрстфхцчшщй])ь?[клнрц]$")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

_SURE_LATIN = dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True))
"""Letters that nearly every scheme writes alike."""
_LIKELY_LATIN = _SURE_LATIN | dict(
    zip("ёжйхцчшщыэюяъь", ("e", "zh", "y", "kh", "ts", "ch", "sh", "shch", "y", "e", "yu", "ya", "", ""), strict=True)
)
_SURE_CYRILLIC = (
    {latin: letter for letter, latin in _SURE_LATIN.items()}
    | {"shch": "щ", "sh": "ш", "zh": "ж", "kh": "х", "ph": "ф", "th": "т", "ck": "к", "ts": "ц", "tz": "ц", "w": "в"}
    | {"ya": "я", "ja": "я", "yu": "ю", "ju": "ю"}
)
_LIKELY_CYRILLIC = (
    _SURE_CYRILLIC
    | {"yo": "ё", "jo": "ё", "ia": "ия", "iu": "ию", "ie": "ие", "ye": "е", "je": "е", "oo": "у", "ee": "и", "ou": "у"}
    | {"sch": "ш", "tsch": "ч", "ch": "ч", "cz": "ч", "c": "к", "h": "х", "j": "й", "y": "ы", "x": "кс", "q": "к"}
)
_LATIN_GROUP = re.compile("|".join(sorted(_LIKELY_CYRILLIC, key=len, reverse=True)) + "|.")
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
    """The word in Latin letters if it is Cyrillic, and back: the pieces that are sure, longest first, or guesses."""
    start = beginning(plain)
    if _CYRILLIC.search(plain):
        sure = "".join(_SURE_LATIN.get(letter, "*") for letter in start)
        likely = "".join(_LIKELY_LATIN.get(letter, letter) for letter in start)
    else:
        groups = _LATIN_GROUP.findall(start)
        sure = _SOFT_L.sub("*", "".join(_SURE_CYRILLIC.get(group, "*") for group in groups))
        likely = "".join(_LIKELY_CYRILLIC.get(group, group) for group in groups)
    pieces = sorted((piece for piece in sure.split("*") if len(piece) >= SHORTEST), key=len, reverse=True)
    return tuple(pieces) or (likely, _SOFT_L.sub("ь", likely))


def _cut(ending: re.Pattern[str], plain: str) -> str:
    cut = ending.sub("", plain)
    return cut if len(cut) >= SHORTEST or len(cut) == len(plain) - 1 > 1 else plain[:SHORTEST]
