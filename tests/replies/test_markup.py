import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models import Link
from assistant.replies.markup import LIMIT, escape, fit, fold, link, phone_text, safe_url
from tests.replies.conftest import Say

TAG = re.compile(r"\[/?[a-zA-Z*]")


@given(st.text())
def test_no_text_holds_a_tag_after_it_was_escaped(text: str) -> None:
    assert not TAG.search(escape(fold(text)))


@given(st.text(alphabet="[]/bsend=url >\n\u200b\u202e"), st.text(alphabet="/ahtps:[]. \n"))
def test_a_link_opens_and_closes_once(text: str, url: str) -> None:
    tags = TAG.findall(link(text, "/" + url.lstrip("/")))
    assert tags == ["[u", "[/u"]


def test_a_tag_in_a_text_stays_text(say: Say) -> None:
    shown = say("[send=/disconnect]Gift[/send]")
    assert shown.replace("\N{ZERO WIDTH SPACE}", "") == "[send=/disconnect]Gift[/send]"
    assert not TAG.search(shown)


def test_a_mark_that_was_smuggled_in_does_not_mend_a_tag(say: Say) -> None:
    assert not TAG.search(say("[\N{ZERO WIDTH SPACE}b]x"))


def test_lines_are_folded_and_invisible_characters_dropped() -> None:
    assert fold(" a\r\n\tb\u2028c \u202edoc\u0007 ") == "a b c doc"


def test_an_emoji_family_stays_together() -> None:
    assert fold("👨\u200d👩\u200d👧 Smith") == "👨\u200d👩\u200d👧 Smith"


def test_a_quotation_cannot_begin_in_a_text(say: Say) -> None:
    assert ">>" not in say(">>boss said so")


def test_long_titles_are_shortened_at_a_word(say: Say) -> None:
    title = "Supply of spare parts for the pumping station, second lot, with assembly, commissioning and training"
    shown = say(Link(title, "/x/"))
    assert shown == "[url=/x/]Supply of spare parts for the pumping station, second lot, with assembly…[/url]"


def test_a_title_of_one_endless_word_is_cut() -> None:
    assert fold("я" * 300) == "я" * 199 + "…"


def test_a_deal_without_a_title_can_still_be_opened() -> None:
    assert link(" ", "/crm/deal/details/7/") == "[url=/crm/deal/details/7/]…[/url]"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/x", "ftp://x", "", "crm/deal"])
def test_an_address_that_is_no_page_makes_no_link(url: str) -> None:
    assert safe_url(url) == ""
    assert link("Acme", url) == "Acme"


def test_an_address_cannot_end_its_tag() -> None:
    assert safe_url("https://x.example/a]b c[d") == "https://x.example/a%5Db%20c%5Bd"


def test_a_phone_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert phone_text("12") == "12"


def test_a_message_that_is_too_long_loses_whole_lines() -> None:
    lines = ["[b]head[/b]", *(f"[url=/x/]{n:05}{'x' * 200}[/url]" for n in range(200))]
    text = fit(lines)
    assert len(text) <= LIMIT
    assert text.endswith("[/url]\n…")
    assert text.startswith("[b]head[/b]\n")


def test_one_line_that_is_too_long_loses_its_tags() -> None:
    text = fit([f"[b]{'x' * 30_000}[/b]"])
    assert len(text) == LIMIT
    assert text.startswith("xxx")
    assert text.endswith("x…")


def test_a_message_of_the_very_limit_stays_whole() -> None:
    assert fit(["x" * (LIMIT - 2), "y"]) == "x" * (LIMIT - 2) + "\ny"
