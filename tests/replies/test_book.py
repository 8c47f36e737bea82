"""The phrase books against each other and against the code that names their keys."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import babel
import pytest

from assistant.catalogue import Catalogue
from assistant.errors import SettingsError
from assistant.replies.book import PLACEHOLDER, PLURALS, Book, languages, open_book, read
from assistant.replies.wording import FORMS
from tests.conftest import ROOT

PACKAGE = ROOT / "assistant"
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
SPEAKERS = ("replies", "scenarios", "effects", "errors.py")
"""Where phrases are named by their keys."""
BOOKS = [open_book(lang) for lang in languages()]
ENGLISH = open_book("en")


def forms(book: Book, key: str) -> list[str]:
    """The text of a key, or each of its plural forms."""
    text = book.texts[key]
    return [text] if isinstance(text, str) else list(text.values())


def placeholders(text: str) -> set[str]:
    return {found[1] for found in PLACEHOLDER.finditer(text)}


def wanted(book: Book, key: str) -> set[str]:
    """The values that a phrase needs; a plural needs its number even where no form writes it."""
    plural = set() if isinstance(book.texts[key], str) else {"count"}
    return plural.union(*(placeholders(text) for text in forms(book, key)))


def sources() -> Iterator[ast.Module]:
    for name in SPEAKERS:
        path = PACKAGE / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield ast.parse(file.read_text(encoding="utf-8"))


def constants() -> set[str]:
    """Every string in the code that has the shape of a key."""
    nodes = (node for tree in sources() for node in ast.walk(tree))
    found = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in found if KEY.fullmatch(text)}


def calls() -> Iterator[tuple[str, set[str]]]:
    """Phrases that are said with a literal key, with the names of their values."""
    for tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"say", "fill", "button"} and all(keyword.arg for keyword in node.keywords):
                yield str(node.args[0].value), {str(keyword.arg) for keyword in node.keywords}


def test_there_are_books_in_english_and_russian() -> None:
    assert {"en", "ru"} <= set(languages())


@pytest.mark.parametrize("book", BOOKS, ids=languages())
def test_every_language_has_the_same_phrases_with_the_same_values(book: Book) -> None:
    assert {key: wanted(book, key) for key in book.texts} == {key: wanted(ENGLISH, key) for key in ENGLISH.texts}


@pytest.mark.parametrize("book", BOOKS, ids=languages())
def test_every_plural_has_the_forms_of_its_language(book: Book) -> None:
    # `other` is for fractions where the language keeps whole numbers apart from them.
    needed = set(babel.Locale(book.lang).plural_form.tags) | {"other"}
    for key, text in book.texts.items():
        if not isinstance(text, str):
            assert set(text) == needed, key
    assert needed <= PLURALS


@pytest.mark.parametrize("book", BOOKS, ids=languages())
def test_every_form_of_a_value_is_known(book: Book) -> None:
    for key in book.texts:
        for text in forms(book, key):
            for found in PLACEHOLDER.finditer(text):
                assert set(filter(None, found[2].split(":"))) <= set(FORMS), key
            assert "{" not in PLACEHOLDER.sub("", text), f"{key}: a brace that is no placeholder"


@pytest.mark.parametrize("book", BOOKS, ids=languages())
def test_every_tag_of_a_phrase_is_closed(book: Book) -> None:
    for key in book.texts:
        for text in forms(book, key):
            opened = re.findall(r"\[(\w+)", text)
            assert sorted(opened) == sorted(re.findall(r"\[/(\w+)", text)), key


@pytest.mark.parametrize("book", BOOKS, ids=languages())
def test_no_phrase_shouts(book: Book) -> None:
    assert not [key for key in book.texts if any("!" in text for text in forms(book, key))]


def test_every_key_in_the_code_is_a_phrase_or_an_intent() -> None:
    intents = {intent.name for intent in Catalogue.load(ROOT / "intents")}
    assert constants() - intents - set(ENGLISH.texts) == set()


def test_every_phrase_is_said_somewhere() -> None:
    words = {
        node.value
        for tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(ENGLISH.texts) - words == set()


def test_every_phrase_is_said_with_the_values_that_it_needs() -> None:
    said = [(key, values) for key, values in calls() if key in ENGLISH.texts]
    assert len(said) > 100, "the calls are found in the code"
    for key, values in said:
        assert wanted(ENGLISH, key) <= values, key


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["0 open deals", "1 open deal", "2 open deals", "5 open deals", "21 open deals", "111 open deals"]),
        (
            "ru",
            [
                "0 открытых сделок",
                "1 открытая сделка",
                "2 открытые сделки",
                "5 открытых сделок",
                "21 открытая сделка",
                "111 открытых сделок",
            ],
        ),
    ],
)
def test_a_number_chooses_the_plural(lang: str, expected: list[str]) -> None:
    book = open_book(lang)
    assert [book.fill("deals.number.open", count=count) for count in (0, 1, 2, 5, 21, 111)] == expected


def test_a_plural_without_its_number_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"deals\.number\.open needs a whole number"):
        ENGLISH.text("deals.number.open")


def test_a_language_without_a_book_is_answered_in_english() -> None:
    assert open_book("xx").lang == "en"
    assert open_book("../../models").lang == "en"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("money: {other: x}", "calendar"),
        ("- a list", "phrases"),
        ("deals: [", "phrases"),
    ],
)
def test_a_broken_book_names_its_file(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "phrases.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=complaint) as caught:
        read(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("phrases", "complaint"),
    [
        ("area: {yes: word}", "quote it"),
        ("area: {name: no}", "quote it"),
        ("area: {name: 5}", "quote it"),
        ("area: {one: x}", "without `other`"),
    ],
)
def test_a_phrase_of_the_wrong_form_is_named(tmp_path: Path, phrases: str, complaint: str) -> None:
    names = ", ".join("x" * 12)
    path = tmp_path / "xx.yaml"
    head = f"calendar: {{months_in: [{names}], weekdays_at: [a, b, c, d, e, f, g]}}\nmoney: {{other: '{{number}}'}}\n"
    path.write_text(head + phrases, encoding="utf-8")
    with pytest.raises(SettingsError, match=complaint):
        read(path)
