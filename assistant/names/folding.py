"""One spelling for what sounds alike: Cyrillic and any usual Latin transliteration of it fold into the same letters.

The folded alphabet is small: `S` is ш and щ, `C` is ч, `J` is ж; з and ц fold into `s`, й and ы into `i`,
and я, ю, ё, `ya`, `iu`, `je` keep their plain vowel only, because every scheme writes them differently.
"""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdesiiklmnoprstufhsie", strict=True))
    | {"ё": "e", "ж": "J", "ч": "C", "ш": "S", "щ": "S", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
    | {"і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "v"}
    | dict(zip("әғқңөұүһ", "agknouuh", strict=True))
)
_TWINS = str.maketrans("aceoxpykmthb", "асеохрукмтнв")
"""Latin letters that slip into a Cyrillic word because they look the same."""

_LATIN_LETTERS = str.maketrans(
    {"š": "S", "ş": "S", "ŝ": "S", "č": "C", "ç": "s", "ž": "J", "ß": "s", "ł": "l", "ø": "o", "đ": "d", "ı": "i"}
    | {"ä": "e", "ö": "o", "ü": "u", "æ": "e", "œ": "o", "þ": "t"}
)
_LATIN_GROUPS = (
    dict.fromkeys(("schtsch", "shtsh", "shch", "szcz", "sch", "shh", "sh", "sz"), "S")
    | dict.fromkeys(("tsch", "tch", "tsh", "cz", "ch"), "C")
    | dict.fromkeys(("dzh", "dsch", "dj"), "i")
    | {"zh": "J", "kh": "h", "ph": "f", "th": "t", "ght": "t", "gh": "g", "ck": "k", "ts": "s", "tz": "s", "qu": "kv"}
    | {"oo": "u", "ee": "i", "ou": "u", "oe": "o", "ue": "u"}
    | {"q": "k", "w": "v", "j": "i", "y": "i", "z": "s", "x": "ks"}
)
_LATIN_GROUP = re.compile("|".join(sorted(_LATIN_GROUPS, key=len, reverse=True)))
_IO = re.compile(r"(?<=[bcfgklmnprstvwz])[yj]o")
_SILENT = re.compile(r"^(?:w(?=[hr])|k(?=n))")
_SOFT_C = re.compile(r"c(?=[eiy])")
_FRENCH_END = re.compile(r"(?<=[oe])ff(?=a?$)")
_MUTE_END = re.compile(r"(?<=[aeo])h$")
_MUTE = re.compile(r"h(?=[bcdfgklmnprstvSCJ])")
_IOTA = re.compile(r"i+(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")
_HAS_CYRILLIC = re.compile("[\u0400-\u04ff]")


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The folded spelling of one word in lower case; a digit stays, a letter of another script stays."""
    if _HAS_CYRILLIC.search(word):
        text = word.translate(_TWINS).replace("дж", "и").translate(_CYRILLIC)
    else:
        text = _latin(word)
    text = _DOUBLE.sub(r"\1", _IOTA.sub("", text))
    return _MUTE.sub("", text).replace("SC", "S") or word


def _latin(word: str) -> str:
    text = unicodedata.normalize("NFKD", word.translate(_LATIN_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _MUTE_END.sub("", _FRENCH_END.sub("v", text))
    text = _SOFT_C.sub("s", _IO.sub("e", _SILENT.sub("", text)))
    return _LATIN_GROUP.sub(lambda found: _LATIN_GROUPS[found[0]], text).replace("c", "k")
