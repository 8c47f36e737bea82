from pathlib import Path

import pytest

from assistant.understanding.corpus import Tongue
from assistant.understanding.rules.named import Named
from assistant.understanding.text import normalise

DATA = Path(__file__).resolve().parents[3] / "training_data"
NAMED = {lang: Named(Tongue.load(DATA / lang)) for lang in ("en", "ru")}


@pytest.mark.parametrize(
    ("lang", "text", "type_", "value"),
    [
        ("en", 'deals at stage "contract signed"', "stage", "contract signed"),
        ("en", "tasks in project Website please", "project", "Website"),
        ("ru", "задачи по проекту «Склад»", "project", "Склад"),
        ("ru", "найди клиента Альфа Трейд срочно", "client", "Альфа Трейд"),
    ],
)
def test_a_word_before_a_name_says_what_it_is(lang, text, type_, value):
    (found,) = NAMED[lang].find(normalise(text).cased, ())
    assert (found.type, found.value) == (type_, value)


@pytest.mark.parametrize(("lang", "text"), [("en", "which client called"), ("ru", "задачи по проекту за июнь")])
def test_small_words_are_no_names(lang, text):
    assert NAMED[lang].find(normalise(text).cased, ()) == []
