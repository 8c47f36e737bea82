from assistant.models import (
    Action,
    Button,
    Call,
    Cancel,
    Key,
    KeyStyle,
    Link,
    Message,
    OpenLink,
    Phrase,
    Press,
    Prompt,
    Reply,
    Run,
)
from assistant.replies import render
from tests.replies.conftest import locale


def named(text: str, does: Press | OpenLink | Call | Prompt) -> Button:
    return Button(Phrase("text", {"text": text}), does)


def rendered(*buttons: Button) -> tuple[tuple[Key, ...], ...]:
    return render(Reply((Phrase("cancelled"),), (buttons,)), locale(), lambda _: "k7").keyboard


def test_each_kind_of_button_becomes_its_key() -> None:
    keys = rendered(
        named("press", Press(Cancel())),
        named("open", OpenLink("/crm/deal/details/7/")),
        named("call", Call("+49301234567")),
    )
    assert keys == (
        (
            Key("press", press="k7"),
            Key("open", link="/crm/deal/details/7/"),
            Key("call", call="+49301234567"),
        ),
    )
    assert rendered(named("put", Prompt("/client "))) == ((Key("put", put="/client "),),)


def test_what_a_button_does_is_kept_and_only_its_id_travels() -> None:
    kept: list[Action] = []

    def keep(action: Action) -> str:
        kept.append(action)
        return f"id{len(kept)}"

    run = Run("deals.list", offset=6)
    message = render(Reply((), ((named("a", Press(run)), named("b", Press(Cancel()))),)), locale(), keep)
    assert [key.press for key in message.keyboard[0]] == ["id1", "id2"]
    assert kept == [run, Cancel()]


def test_a_row_holds_three_keys_at_most() -> None:
    rows = rendered(*(named(str(n), Press(Cancel())) for n in range(7)))
    assert [len(row) for row in rows] == [3, 3, 1]


def test_a_label_is_plain_short_text() -> None:
    label = rendered(named("[b]ООО «Ромашка»[/b]\nпоставка оборудования и монтаж", Press(Cancel())))[0][0].text
    assert label == "[b]ООО «Ромашка»[/b] поставка…"
    linked = Button(Phrase("text", {"text": Link("Acme", "/x/")}), Press(Cancel()))
    assert rendered(linked)[0][0].text == "Acme"


def test_the_style_of_a_button_stays() -> None:
    button = Button(Phrase("button.call"), Call("+49301234567"), KeyStyle.PRIMARY)
    assert rendered(button)[0][0].style is KeyStyle.PRIMARY


def test_lines_arrive_in_their_order() -> None:
    reply = Reply((Phrase("cancelled"), Phrase("session.not_needed")))
    assert render(reply, locale(), lambda _: "") == Message(
        "Cancelled. Nothing was changed.\nIn this portal I need no permission of yours.",
    )


def test_the_language_of_the_reader_decides() -> None:
    reply = Reply((Phrase("cancelled"),))
    assert render(reply, locale("ru"), lambda _: "").text == "Отменено, ничего не изменилось."
    assert render(reply, locale("de"), lambda _: "").text == "Cancelled. Nothing was changed."
