import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.text import normalise


@given(st.text(max_size=60))
def test_every_character_knows_where_it_stood(text):
    normal = normalise(text)
    assert len(normal.written) == len(normal.cased) == len(normal.plain) == len(normal.source)
    assert all(0 <= place < len(text) for place in normal.source)
    assert list(normal.source) == sorted(normal.source)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Мои  ЁЛКИ ", "мои  елки"),
        ("«Ромашка» – наш клиент", '"ромашка" - наш клиент'),
        ("my\u00a0deals\u200b", "my deals"),
        ("[USER=1]Bot[/USER], my deals", "my deals"),
        ("deals of [USER=7]Anna[/USER]", "deals of anna"),
        ("[B]my[/B] deals", "my deals"),
        ("дела\u0438\u0306", "делай"),
        ("my deals 🙏", "my deals  "),
        ("👍🏽", "👍🏽"),
        ("", ""),
    ],
)
def test_a_message_is_cleaned(text, plain):
    assert normalise(text).plain == plain


def test_a_span_points_into_the_original_behind_a_mention():
    text = "[USER=1]Bot[/USER], call «Acme»"
    normal = normalise(text)
    start = normal.plain.index("acme")
    begin, end = normal.span(start, start + 4)
    assert text[begin:end] == "Acme"


def test_an_emoji_before_a_word_moves_no_offset():
    text = "👨‍👩‍👧 call Acme"
    normal = normalise(text)
    start = normal.plain.index("acme")
    begin, end = normal.span(start, start + 4)
    assert text[begin:end] == "Acme"


def test_wide_letters_are_plain_ones():
    assert normalise("ｄｅａｌｓ １２").plain == "deals 12"
