import pytest

from tests.understanding.conftest import NOW


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("покажи мои deals", "ru"),
        ("show me the сделки", "en"),
        ("how many сделок do i have", "en"),
        ("мне нужен report", "ru"),
        ("my deals", "en"),
        ("сделки", "ru"),
    ],
)
def test_function_words_decide_and_a_loanword_does_not(engine, text, lang):
    for fallback in ("en", "ru"):
        assert engine.read(text, now=NOW, fallback_lang=fallback).lang == lang


@pytest.mark.parametrize("text", ["1234", "👍", "/deals", "+", "Acme"])
def test_without_evidence_the_fallback_is_taken(engine, text):
    assert engine.read(text, now=NOW, fallback_lang="ru").lang == "ru"
    assert engine.read(text, now=NOW, fallback_lang="en").lang == "en"


def test_a_forced_language_stays(engine):
    assert engine.read("my deals", now=NOW, lang="ru").lang == "ru"
