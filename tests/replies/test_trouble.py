import pytest

from assistant import errors, replies
from assistant.errors import AssistantError
from assistant.models import Person, Press, Reply, Run
from assistant.replies import render, trouble
from tests.replies.conftest import locale


def kinds(parent: type[AssistantError] = AssistantError) -> list[type[AssistantError]]:
    return [parent, *(kind for child in parent.__subclasses__() for kind in kinds(child))]


def told(reply: Reply, lang: str = "en") -> str:
    return render(reply, locale(lang), lambda _: "id").text


def made(kind: type[AssistantError]) -> AssistantError:
    return kind("the token abc of portal 7")


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("kind", sorted(set(kinds()), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_error_is_told_with_its_id_and_without_its_detail(kind: type[AssistantError], lang: str) -> None:
    error = made(kind)
    text = told(trouble(error), lang)
    assert f"id {error.id}" in text
    assert "token" not in text
    assert len(text) < 250


def test_all_errors_are_known_here() -> None:
    assert {kind.__name__ for kind in kinds()} >= {name for name in vars(errors) if name.endswith("Error")}


def test_an_error_that_is_tried_again_says_so() -> None:
    error = errors.PortalUnavailableError()
    assert told(trouble(error)) == (
        f"Bitrix24 does not answer at the moment. I keep trying and write as soon as it does (id {error.id})."
    )


def test_who_is_not_connected_gets_the_way_to_connect() -> None:
    reply = trouble(errors.NotConnectedError())
    assert reply.buttons[0][0].does == Press(Run("session.connect"))
    assert told(reply, "ru").startswith("Один раз нужно ваше разрешение")


def test_a_missing_scope_is_named() -> None:
    assert '"telephony"' in told(trouble(errors.ScopeMissingError(scope="telephony")))


def test_a_group_is_told_that_the_answer_is_private() -> None:
    reply = replies.answered_privately(Person(7, "Anna [b]"))
    assert told(reply).replace("\N{ZERO WIDTH SPACE}", "") == "[user=7]Anna [b][/user] I answered you privately."
    assert not reply.personal


@pytest.mark.parametrize(
    ("reply", "english", "russian"),
    [
        (
            replies.many_ask(23.4),
            "Many people are asking right now, and Bitrix24 lets me look things up one by one. "  # noqa: ISC004
            "Your answer comes within about 25 seconds.",
            "Сейчас спрашивают многие, а Битрикс24 отвечает мне по очереди. Ваш ответ будет примерно через 25 с.",
        ),
        (replies.still_working(), "Still working on it.", "Ещё ищу ответ."),
        (replies.takes_longer(), "This takes longer than usual.", "Это дольше обычного."),
        (
            replies.keeps_trying("trouble.portal_away", "7F3A"),
            "Bitrix24 does not answer at the moment. I keep trying",
            "Битрикс24 сейчас не отвечает. Продолжаю пробовать",
        ),
        (replies.keeps_trying("trouble.unexpected", "7F3A"), "Something is in the way. I keep", "Что-то мешает. Прод"),
        (replies.gave_up("trouble.portal_busy", "7F3A"), "Bitrix24 has not answered", "Битрикс24 долго не отвечал"),
        (replies.gave_up("trouble.scope", "7F3A"), "I could not answer this", "Ответить не получилось"),
        (replies.gave_up("", "7F3A"), "I could not answer this", "Ответить не получилось"),
    ],
)
def test_people_who_wait_are_told_what_goes_on(reply: Reply, english: str, russian: str) -> None:
    assert told(reply).startswith(english)
    assert told(reply, "ru").startswith(russian)
    assert not reply.personal


def test_who_waits_in_vain_learns_the_id() -> None:
    assert all("(id 7F3A)" in told(reply) for reply in (replies.gave_up("", "7F3A"), replies.keeps_trying("", "7F3A")))


@pytest.mark.parametrize("error", [errors.ForbiddenError(), errors.ScopeMissingError(scope="crm")])
def test_who_may_not_see_something_is_led_to_what_else_there_is(error: AssistantError) -> None:
    assert trouble(error).buttons[0][0].does == Press(Run("help"))
