import pytest

from tests.understanding.conftest import NOW


@pytest.mark.parametrize(
    ("text", "intent", "lang"),
    [
        ("vjb cltkrb", "deals.list", "ru"),
        ("crjkmrj e vtyz jnrhsns[ cltkjr&", "deals.count", "ru"),
        ("ьн вуфды", "deals.list", "en"),
    ],
)
def test_the_wrong_keyboard_layout_is_read(engine, text, intent, lang):
    reading = engine.read(text, now=NOW)
    assert (reading.intent, reading.lang) == (intent, lang)
    assert any(reason.step == "layout" for reason in reading.why)


@pytest.mark.parametrize(
    "text", ["Acme Corp", "Nordwind GmbH", "привет", "hlep", "lol", "ok", "мои сделк", "pls show deals"]
)
def test_names_and_typos_are_left_as_they_are(engine, text):
    assert not any(reason.step == "layout" for reason in engine.read(text, now=NOW).why)
