"""The chat page in a real browser."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.sandbox.chat.portal_in_a_thread import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.sandbox.chat.portal_in_a_thread import PortalClient
    from tests.sandbox.page.conftest import Answering

pytestmark = pytest.mark.browser

ANNA, OLGA = "2", "4"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def last_message(page: Page) -> Locator:
    return page.locator(".message").last


def write(page: Page, text: str) -> None:
    page.locator("#input").fill(text)
    page.locator("#input").press("Enter")


def ask(page: Page, text: str) -> Locator:
    """Write, and the answer of the bot; the text is not used twice."""
    write(page, text)
    own = page.locator(".message.mine", has_text=text)
    return own.locator("xpath=following-sibling::li[contains(@class, 'theirs')][1]")


def test_a_question_is_answered_without_a_reload_and_shows_its_calls(visit: Callable[..., Page]):
    page = visit("anna")
    expect(ask(page, "/deals won").locator("strong")).to_have_text("14 open deals")
    expect(page.locator("#calls .method")).to_have_text(["profile", "imbot.v2.Chat.Message.send"])
    expect(page.locator("#deliveries .method").first).to_have_text(re.compile("MESSAGEADD|COMMANDADD"))


def test_a_press_locks_the_button_and_the_updated_message_replaces_it(visit: Callable[..., Page]):
    page = visit("anna")
    answer = ask(page, "/deals lost")
    answer.get_by_role("button", name="Show more").click()
    expect(answer.locator(".text")).to_have_text("All 14 deals")
    expect(answer.locator(".key")).to_have_count(0)
    expect(answer.locator(".meta")).to_contain_text("edited")


def test_commands_are_completed_with_titles_in_the_persons_language(visit: Callable[..., Page]):
    page = visit("ivan")
    page.locator("#input").press_sequentially("/d")
    choice = page.locator("#choices").get_by_role("option")
    expect(choice).to_have_count(1)
    expect(choice).to_contain_text("/deals")
    expect(choice).to_contain_text("[период]")
    expect(choice).to_contain_text("Мои сделки")
    page.locator("#input").press("Enter")
    expect(page.locator("#input")).to_have_value("/deals ")
    expect(choice).to_have_count(0)


def test_bb_code_is_shown_and_markup_stays_text(visit: Callable[..., Page], bot: Answering):
    page = visit("anna")
    bot.send(
        ANNA,
        message="[b]bold[/b] [url=/crm/deal/details/1/]deal[/url] [url=javascript:alert(1)]trap[/url]\n"
        "<img src=x onerror=alert(1)> [unknown]tag[/unknown]\n>>quoted\n[code]<b>[b]raw[/b]</b>[/code]",
    )
    text = last_message(page).locator(".text")
    expect(text.locator("strong")).to_have_text("bold")
    expect(text.locator("a")).to_have_count(1)
    expect(text.locator("a")).to_have_attribute("href", "/crm/deal/details/1/")
    expect(text).to_contain_text("<img src=x onerror=alert(1)> [unknown]tag[/unknown]")
    expect(text.locator("img")).to_have_count(0)
    expect(text.locator("blockquote")).to_have_text("quoted")
    expect(text.locator("code")).to_have_text("<b>[b]raw[/b]</b>")


def test_tags_act_put_sends_into_the_field_send_says_it(visit: Callable[..., Page], bot: Answering):
    page = visit("anna")
    bot.send(ANNA, message="[put=/deals won june]fill in[/put] or [send=/tasks today]ask[/send]")
    last_message(page).get_by_role("button", name="fill in").click()
    expect(page.locator("#input")).to_have_value("/deals won june")
    page.locator("#input").fill("")
    last_message(page).get_by_role("button", name="ask").click()
    expect(last_message(page).locator(".text")).to_have_text("/tasks today")


def test_all_blocks_of_an_attachment_are_shown(visit: Callable[..., Page], bot: Answering, portal: PortalClient):
    page = visit("anna")
    blocks = [
        {"MESSAGE": "[i]card[/i]"},
        {"USER": {"NAME": "Igor Somov", "USER_ID": 3}},
        {"LINK": {"LINK": "/crm/company/details/1/", "NAME": "The company", "DESC": "All of it"}},
        {"GRID": [{"DISPLAY": "ROW", "NAME": "Phone", "VALUE": "[call=+4930123]+49 30 123[/call]"}]},
        {"GRID": [{"DISPLAY": "LINE", "NAME": "Stage", "VALUE": "Negotiation"}]},
        {"IMAGE": {"LINK": f"{portal.url}/_sandbox/static/icon.svg", "NAME": "A picture"}},
        {"FILE": {"LINK": "/_sandbox/files/1/list.csv", "NAME": "list.csv", "SIZE": 2048}},
        {"DELIMITER": {"SIZE": 100}},
    ]
    bot.send(ANNA, message="Client", attach={"COLOR_TOKEN": "alert", "BLOCKS": blocks})
    attach = last_message(page).locator(".attach.alert")
    expect(attach.locator("em")).to_have_text("card")
    expect(attach.get_by_role("button", name="Igor Somov")).to_be_visible()
    expect(attach.get_by_role("link", name="The company")).to_be_visible()
    expect(attach.locator(".grid-row dt")).to_have_text("Phone")
    expect(attach.locator(".grid-line dd")).to_have_text("Negotiation")
    expect(attach.get_by_role("img", name="A picture")).to_be_visible()
    expect(attach.locator(".file")).to_contain_text("2 KB")
    expect(attach.locator("hr")).to_have_count(1)
    attach.get_by_role("button", name="+49 30 123").click()
    expect(page.locator("#toast")).to_contain_text("+4930123")


def test_a_link_to_a_record_opens_it_beside_the_chat(visit: Callable[..., Page], bot: Answering):
    page = visit("anna")
    bot.send(ANNA, message="x", keyboard=[{"TEXT": "Open", "LINK": "/crm/deal/details/1/"}])
    last_message(page).get_by_role("button", name="Open").click()
    expect(page.locator("#panel-title")).to_have_text("Deal")
    expect(page.locator(".record")).to_contain_text("Anna")
    page.locator("#panel-back").click()
    expect(page.locator("#panel-title")).to_have_text("Behind the answer")


def test_pictures_are_shown_and_other_files_are_offered_for_saving(
    visit: Callable[..., Page], bot: Answering, portal: PortalClient
):
    page = visit("anna")
    portal.bot_call("File.upload", {"dialogId": ANNA, "fields": {"name": "chart.png", "content": PIXEL}})
    expect(last_message(page).get_by_role("img", name="chart.png")).to_be_visible()
    content = base64.b64encode(b"a;b").decode()
    portal.bot_call("File.upload", {"dialogId": ANNA, "fields": {"name": "list.csv", "content": content}})
    with page.expect_download() as saving:
        last_message(page).locator(".file").click()
    assert saving.value.suggested_filename == "list.csv"


def test_whoever_reads_the_newest_message_stays_there_when_pictures_come(
    visit: Callable[..., Page], bot: Answering, portal: PortalClient
):
    picture = base64.b64encode(tall_picture()).decode()
    for name in ("one.png", "two.png"):
        portal.bot_call("File.upload", {"dialogId": ANNA, "fields": {"name": name, "content": picture}})
    page = visit("anna")
    portal.bot_call("File.upload", {"dialogId": ANNA, "fields": {"name": "three.png", "content": picture}})
    expect(page.get_by_role("img", name="three.png")).to_be_visible()
    page.wait_for_function("[...document.images].every((image) => image.complete && image.naturalHeight)")
    page.wait_for_function(
        "(({scrollHeight: all, scrollTop: above, clientHeight: seen}) => all - above - seen < 2)"
        "(document.getElementById('scroll'))"
    )
    assert page.get_by_role("img", name="three.png").bounding_box()["height"] > 400


def tall_picture() -> bytes:
    """As high as a chart of twelve bars."""
    rows = b"".join(b"\0" + b"\xcc" * 360 for _ in range(560))

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 360, 560, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_the_typing_indicator_shows_what_the_bot_does(visit: Callable[..., Page], bot: Answering, portal: PortalClient):
    page = visit("anna")
    code = "IMBOT_AGENT_ACTION_SEARCHING"
    portal.bot_call("Chat.InputAction.notify", {"dialogId": ANNA, "statusMessageCode": code, "duration": 30})
    expect(page.locator("#typing")).to_have_text("Assistant is searching…")
    bot.send(ANNA, message="Found")
    expect(page.locator("#typing")).to_be_hidden()


def test_a_group_is_made_and_a_mention_reaches_the_bot(
    visit: Callable[..., Page], bot: Answering, portal: PortalClient
):
    page = visit("anna")
    page.locator("#new-group").click()
    page.get_by_label("Name").fill("Sales")
    page.get_by_role("checkbox", name=re.compile("Иван")).check()
    page.get_by_role("button", name="Create").click()
    expect(page.locator("#chat-title")).to_have_text("Sales")
    page.locator("#input").press_sequentially("@as")
    page.locator("#choices").get_by_role("option", name="Assistant").wait_for()
    page.locator("#input").press("Enter")
    page.locator("#input").press_sequentially("how many deals?")
    page.locator("#input").press("Enter")
    expect(last_message(page).locator(".mention")).to_have_text("Assistant")

    def heard() -> list[str]:
        texts = [e["data"]["message"]["text"] for e in bot.handler.events if e["event"].endswith("MESSAGEADD")]
        return [text for text in texts if "how many deals?" in text]

    assert eventually(heard, bool) == [f"[USER={portal.bot}]Assistant[/USER] how many deals?"]


def test_own_messages_are_edited_and_deleted(visit: Callable[..., Page]):
    page = visit("olga")
    write(page, "frist")
    last_message(page).hover()
    last_message(page).get_by_role("button", name="Edit").click()
    expect(page.locator("#input")).to_have_value("frist")
    write(page, "first")
    expect(last_message(page).locator(".text")).to_have_text("first")
    last_message(page).hover()
    last_message(page).get_by_role("button", name="Delete").click()
    expect(page.locator(".message", has_text="first")).to_have_count(0)


def test_what_a_call_changed_is_listed_with_a_link(visit: Callable[..., Page], portal: PortalClient):
    page = visit("admin")
    portal.ok("tasks.task.add", {"fields": {"TITLE": "Call Acme", "RESPONSIBLE_ID": 2}})
    expect(page.locator("#changes")).to_contain_text("Task added")
    page.locator("#changes").get_by_role("link", name="Call Acme").click()
    expect(page.locator(".record-title")).to_have_text("Call Acme")


def test_a_message_in_another_dialog_is_counted(visit: Callable[..., Page], portal: PortalClient):
    page = visit("max")
    portal.page("say", **{"as": "anna"}, dialog="5", text="Are you on call?")
    row = page.locator(".dialog", has_text="Anna")
    expect(row.locator(".count")).to_have_text("1")
    row.click()
    expect(last_message(page).locator(".text")).to_have_text("Are you on call?")
    expect(row.locator(".count")).to_have_count(0)


def test_a_deep_link_opens_the_bot_and_hands_the_context_over(
    visit: Callable[..., Page], bot: Answering, portal: PortalClient
):
    before = len(bot.handler.events)
    page = visit("anna", path=f"/online/?IM_DIALOG={portal.bot}&BOT_CONTEXT=%7B%22deal%22%3A7%7D")
    expect(page.locator("#chat-title")).to_have_text("Assistant")
    bot.handler.wait(before + 1)
    contexts = [e["data"]["context"] for e in bot.handler.wait(1, "CONTEXTGET")]
    assert contexts[-1] == {"deal": "7"}


@pytest.mark.parametrize("who", ["anna", "ivan"])
def test_on_a_phone_everything_fits_and_one_can_go_back_to_the_list(
    visit: Callable[..., Page], bot: Answering, who: str
):
    page = visit(who, width=360, height=720)
    page.locator(".dialog").first.click()
    expect(ask(page, f"/deals of {who}")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("#open-panel").click()
    expect(page.locator("#close-panel")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.keyboard.press("Escape")
    page.locator("#back").click()
    expect(page.locator("#dialogs")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()


def test_on_a_touch_screen_a_tap_shows_what_can_be_done_with_a_message(visit: Callable[..., Page]):
    page = visit("max", width=360, height=720, has_touch=True, is_mobile=True)
    page.locator(".dialog").first.tap()
    write(page, "tap me")
    own = page.locator(".message.mine", has_text="tap me")
    own.locator(".text").tap()
    own.get_by_role("button", name="Edit").tap()
    expect(page.locator("#input")).to_have_value("tap me")


def test_the_page_speaks_the_language_of_the_chosen_person(visit: Callable[..., Page]):
    page = visit("anna")
    expect(page.locator("#side-title")).to_have_text("Chats")
    page.locator("#who").select_option("ivan")
    expect(page.locator("#side-title")).to_have_text("Чаты")
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_every_control_has_a_name(visit: Callable[..., Page]):
    page = visit("anna")
    ask(page, "/deals by name").get_by_role("button", name="Show more").wait_for()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, select, textarea, input, a')].filter((node) =>
            !node.textContent.trim() && !node.querySelector('img[alt]') &&
            !node.getAttribute('aria-label') && !node.labels?.length).length"""
    )
    assert nameless == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(visit: Callable[..., Page], scheme: str):
    page = visit("anna", color_scheme=scheme)
    contrast = page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const channel = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            const light = (name) => {
                const hex = style.getPropertyValue(name).trim().slice(1);
                const [r, g, b] = [0, 2, 4].map((place) => channel(parseInt(hex.slice(place, place + 2), 16) / 255));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ratio = (one, other) => {
                const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
                return (high + 0.05) / (low + 0.05);
            };
            const pairs = [['--text', '--surface'], ['--muted', '--surface'], ['--muted', '--ground'],
                ['--accent', '--surface'], ['--accent-text', '--accent'], ['--bad', '--bad-soft'], ['--text', '--mine'],
                ['--muted', '--mine'], ['--accent', '--accent-soft'], ['--good', '--surface']];
            return Object.fromEntries(pairs.map(([one, other]) => [`${one} on ${other}`, ratio(one, other)]));
        }"""
    )
    assert {pair: ratio for pair, ratio in contrast.items() if ratio < 4.5} == {}
