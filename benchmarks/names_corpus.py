"""100,000 generated names of people and companies, and the ways in which people write them in messages.

Nothing here comes from the matcher: cases are inflected by pymorphy3 from its own dictionary, the transliterations are
published schemes (and English names by ear, from a table), and the typos are those of fingers.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse


@dataclass(frozen=True, slots=True)
class Record:
    """A name as the portal keeps it, and its words in order for the queries."""

    title: str
    words: tuple[str, ...]
    kind: str
    """`man`, `woman`, `company`, `english`."""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody writes when the record with this number is meant."""

    kind: str
    text: str
    place: int


CASES = ("gent", "datv", "accs", "ablt", "loct")
PREPOSITIONS = {
    "gent": ("у ", "для ", ""),
    "datv": ("по ", "к ", ""),
    "accs": ("про ", ""),
    "ablt": ("с ", ""),
    "loct": ("о ",),
}

_TABLES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("names_words.yaml").read_text("utf-8"))


def _words(table: str) -> tuple[str, ...]:
    return tuple(_TABLES[table].split())


def _pairs(*tables: str) -> dict[str, str]:
    return {first: second for table in tables for first, _, second in (pair.partition(":") for pair in _words(table))}


MEN, WOMEN, SHORT = _words("men"), _words("women"), _pairs("short")
BY_EAR = _pairs("english_surnames", "english_first_names", "english_words", "english_trades")
LEGAL = ("ООО «{}»", "АО «{}»", "ООО {}", 'ПАО "{}"', "ЗАО «{}»", "{}", "«{}»", "ИП {}", "ТД «{}»", "{}, ООО")
ENGLISH_LEGAL = ("{} Inc", "{} LLC", "{} Ltd.", "{} GmbH", "{}", "{} Corp.", "{} S.p.A.", "{} AG", "{} & Co", "{} SARL")

SCHEMES = {
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    "bgn": "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya",
    "german": "a b w g d e jo sh s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja",
    "gost": "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh - y - e yu ya",
    "scholarly": "a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč - y - è ju ja",
}
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_KEYS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")


@cache
def _morph() -> MorphAnalyzer:
    return MorphAnalyzer()


@cache
def _surnames() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Surnames of men and of women, in the first case, that pymorphy3 can inflect."""
    men, women = set(), set()
    for word, tag, _, _, _ in _morph().dictionary.iter_known_words():
        if "Surn" in tag and "nomn" in tag and "sing" in tag and "Fixd" not in tag and len(word) > 3:
            if "masc" in tag:
                men.add(word)
            if "femn" in tag:
                women.add(word)
    return tuple(sorted(men)), tuple(sorted(women & {w for w in women if w[-1] in "ая"}))


@cache
def inflected(word: str, case: str, kind: str) -> str:
    """`word` in `case`; the word itself where the dictionary has no such form."""
    gender = {"man": "masc", "woman": "femn"}.get(kind)
    parses: list[Parse] = [one for one in _morph().parse(word.lower()) if "nomn" in one.tag and "sing" in one.tag]
    if gender:
        parses = [one for one in parses if gender in one.tag or "ms-f" in one.tag] or parses
        parses.sort(key=lambda one: not {"Surn", "Name", "Patr"} & one.tag.grammemes)
    for parse in parses:
        grammemes = {case, "sing"} | ({gender} if gender and gender in parse.tag else set())
        if form := parse.inflect(grammemes):
            return str(form.word)
    return word.lower()


def typo(text: str, chance: random.Random) -> str:
    """One slip of the fingers in the longest or another long word, not in its first letter."""
    words = text.split(" ")
    at = chance.choice([place for place, word in enumerate(words) if len(word) >= min(5, max(map(len, words)))])
    word = words[at]
    place = chance.randrange(1, len(word))
    slip = chance.choice(("swap", "drop", "double", "neighbour", "vowel"))
    if slip == "swap" and place + 1 < len(word):
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    elif slip == "drop":
        word = word[:place] + word[place + 1 :]
    elif slip == "double":
        word = word[:place] + word[place] + word[place:]
    elif slip == "vowel" and word[place] in "аоеи":
        word = word[:place] + {"а": "о", "о": "а", "е": "и", "и": "е"}[word[place]] + word[place + 1 :]
    else:
        row = next((row for row in _KEYS if word[place].lower() in row), "")
        if row:
            seat = row.index(word[place].lower())
            word = word[:place] + row[seat - 1 if seat else 1] + word[place + 1 :]
    words[at] = word
    return " ".join(words)


def transliterated(text: str, scheme: str) -> str:
    """`text` in Latin letters by a published scheme."""
    table = dict(zip(_LETTERS, SCHEMES[scheme].replace("-", "_").split(" "), strict=True))
    return "".join(table.get(letter, letter).replace("_", "") for letter in text.lower())


def records(number: int, chance: random.Random) -> list[Record]:
    """`number` different names: companies first in the making, people for the rest, then shuffled."""
    found: dict[tuple[str, ...], Record] = {}

    def keep(words: tuple[str, ...], title: str, kind: str) -> None:
        found.setdefault(
            tuple(word.lower() for word in words[:2]) if kind in ("man", "woman") else words, Record(title, words, kind)
        )

    for noun in _words("nouns"):
        name = noun.capitalize()
        keep((name,), chance.choice(LEGAL).format(name), "company")
        for tail in _words("tails"):
            keep((name, tail), chance.choice(LEGAL).format(name + chance.choice("- ") + tail), "company")
        for adjective in _words("adjectives"):
            gender = _morph().parse(noun)[0].tag.gender
            parse = _morph().parse(adjective.lower())[0].inflect({gender, "nomn"}) if gender else None
            if parse:
                words = (parse.word.capitalize(), noun if chance.random() < 0.5 else name)
                keep(words, chance.choice(LEGAL).format(" ".join(words)), "company")
    for first in _words("first_parts"):
        for last in _words("last_parts"):
            keep(
                (first + last,),
                chance.choice(LEGAL).format(first + chance.choice((last, last.capitalize()))),
                "company",
            )
    for first in _pairs("english_words"):
        for last in _pairs("english_trades"):
            keep((first, last), chance.choice(ENGLISH_LEGAL).format(f"{first} {last}"), "english")
    for first in _pairs("english_first_names"):
        for last in _pairs("english_surnames"):
            keep((first, last), f"{first} {last}", "english")
    men, women = _surnames()
    patronymics = [name for name in MEN if name[-1] in "нрмсвлкт"]
    while len(found) < number:
        kind, surnames, firsts, end = chance.choice((("man", men, MEN, "ович"), ("woman", women, WOMEN, "овна")))
        surname, first = chance.choice(surnames).capitalize(), chance.choice(firsts)
        father = chance.choice(patronymics).replace("Пётр", "Петр").replace("Павел", "Павл").replace("Лев", "Льв") + end
        style = chance.randrange(4)
        title = (
            f"{surname} {first} {father}",
            f"{surname} {first}",
            f"{first} {surname}",
            f"{first} {father} {surname}",
        )[style]
        keep((surname, first, father) if style in (0, 3) else (surname, first), title, kind)
    made = list(found.values())
    chance.shuffle(made)
    return made


def queries(made: list[Record], each: int, chance: random.Random) -> list[Query]:
    """`each` queries of every kind."""
    ways: dict[str, tuple[Callable[[Record], bool], Callable[[Record], str]]] = _ways(made, chance)
    asked = []
    for kind, (fits, write) in ways.items():
        count = 0
        for place in chance.sample(range(len(made)), len(made)):
            if count == each:
                break
            if fits(made[place]):
                asked.append(Query(kind, write(made[place]), place))
                count += 1
    return asked


def _ways(
    made: list[Record], chance: random.Random
) -> dict[str, tuple[Callable[[Record], bool], Callable[[Record], str]]]:
    initials = Counter(
        (one.words[0], one.words[1][0], one.words[2][0])
        for one in made
        if one.kind in ("man", "woman") and len(one.words) == 3
    )
    seen = Counter(word.lower() for one in made for word in one.words)

    def person(one: Record) -> bool:
        return one.kind in ("man", "woman")

    def company(one: Record) -> bool:
        return one.kind == "company"

    def russian(one: Record) -> bool:
        return one.kind != "english"

    def english(one: Record) -> bool:
        return one.kind == "english"

    def plain(one: Record) -> str:
        words = list(one.words[:2]) if person(one) else list(one.words)
        if person(one):
            chance.shuffle(words)
        return " ".join(words).lower()

    def in_case(one: Record, words: tuple[str, ...]) -> str:
        case = chance.choice(CASES)
        text = " ".join(inflected(word, case, one.kind) for word in words)
        return chance.choice(PREPOSITIONS[case]) + chance.choice((text, text.title()))

    def turned(one: Record) -> tuple[str, ...]:
        return chance.choice((one.words[:2], one.words[1::-1])) if person(one) else one.words

    def cased(one: Record) -> str:
        return in_case(one, turned(one))

    def ear(one: Record) -> str:
        return " ".join(BY_EAR[word] for word in one.words)

    def latin(text: str) -> str:
        return transliterated(text, chance.choice(tuple(SCHEMES)))

    return {
        "as it is, other order": (lambda _: True, plain),
        "inflected: people": (person, cased),
        "inflected: with patronymic": (
            lambda one: person(one) and len(one.words) == 3,
            lambda one: in_case(one, (one.words[1], one.words[2], one.words[0])),
        ),
        "inflected: companies": (company, cased),
        "misspelt: people": (person, lambda one: typo(plain(one), chance)),
        "misspelt: companies": (company, lambda one: typo(plain(one), chance)),
        "misspelt: English": (english, lambda one: typo(plain(one), chance)),
        "inflected and misspelt": (russian, lambda one: typo(cased(one), chance)),
        "transliterated: people": (person, lambda one: latin(plain(one))),
        "transliterated: companies": (company, lambda one: latin(plain(one))),
        "transliterated and inflected": (russian, lambda one: latin(cased(one))),
        "English by ear": (english, ear),
        "short first names": (
            lambda one: person(one) and one.words[1] in SHORT,
            lambda one: in_case(one, (SHORT[one.words[1]], one.words[0])),
        ),
        "initials": (
            lambda one: (
                person(one) and len(one.words) == 3 and initials[one.words[0], one.words[1][0], one.words[2][0]] == 1
            ),
            lambda one: f"{one.words[0]} {one.words[1][0]}.{one.words[2][0]}.",
        ),
        "one word of a company": (
            lambda one: company(one) and len(one.words) == 1 and seen[one.words[0].lower()] == 1,
            lambda one: in_case(one, one.words[:1]),
        ),
    }
