"""Activities as the portal writes them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.bitrix24.activities import BINDINGS, activity, contacts_commands, last_contact
from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import BatchAnswer

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 10, 12, 4, tzinfo=BERLIN)
CALL = {
    "ID": "5",
    "TYPE_ID": "2",
    "PROVIDER_ID": "VOXIMPLANT_CALL",
    "SUBJECT": "Call",
    "START_TIME": "2026-06-09T16:20:00+02:00",
    "END_TIME": "2026-06-09T16:26:40+02:00",
    "COMPLETED": "Y",
    "DIRECTION": "1",
    "RESPONSIBLE_ID": "7",
    "OWNER_TYPE_ID": "3",
    "OWNER_ID": "12",
}


def test_a_call_has_its_direction_and_length() -> None:
    read = activity(CALL, {(3, 12): "Igor Somov"}, BERLIN)
    assert (read.kind, read.incoming, read.minutes, read.with_whom) == ("call", True, 7, "Igor Somov")
    assert read.at == datetime(2026, 6, 9, 16, 20, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("type_id", "provider", "kind"),
    [
        ("1", "CRM_MEETING", "meeting"),
        ("1", "", "meeting"),
        ("2", "CALL_TRACKER", "call"),
        ("4", "CRM_EMAIL", "email"),
        ("6", "IMOPENLINES_SESSION", "chat"),
        ("6", "CRM_TODO", "todo"),
        ("3", "", "todo"),
        ("6", "REST_APP", "other"),
    ],
)
def test_type_and_provider_tell_the_kind(type_id: str, provider: str, kind: str) -> None:
    assert activity({**CALL, "TYPE_ID": type_id, "PROVIDER_ID": provider}, {}, BERLIN).kind == kind


def test_a_planned_to_do_is_due_at_its_deadline() -> None:
    todo = {**CALL, "PROVIDER_ID": "CRM_TODO", "COMPLETED": "N", "DEADLINE": "2026-06-12T10:00:00+02:00"}
    assert activity(todo, {}, BERLIN).at == datetime(2026, 6, 12, 10, tzinfo=BERLIN)


def test_the_other_side_is_named_when_the_asker_may_read_who_it_was() -> None:
    somov = {"ENTITY_TYPE_ID": "3", "ENTITY_ID": "12", "ENTITY_SETTINGS": {"NAME": "Igor", "LAST_NAME": "Somov"}}
    readable = {(3, 12): "Igor Somov", (4, 7): "Romashka"}
    assert activity({**CALL, "COMMUNICATIONS": [somov]}, readable, BERLIN).with_whom == "Igor Somov"
    stranger = {**somov, "ENTITY_ID": "13"}
    at_a_deal = {"OWNER_TYPE_ID": "2", "OWNER_ID": "5"}
    assert activity({**CALL, **at_a_deal, "COMMUNICATIONS": [stranger]}, readable, BERLIN).with_whom == ""
    company = {"OWNER_TYPE_ID": "4", "OWNER_ID": "7"}
    assert activity({**CALL, **company, "COMMUNICATIONS": [stranger]}, readable, BERLIN).with_whom == "Romashka"


def test_a_mass_mailing_is_no_contact() -> None:
    commands = contacts_commands([(3, 12)], NOW)
    mailing = {
        **CALL,
        "ID": "6",
        "TYPE_ID": "4",
        "PROVIDER_ID": "CRM_SENDER",
        "START_TIME": "2026-06-10T09:00:00+02:00",
    }
    answer = BatchAnswer(commands, Answer({"result": {"talks0": [mailing, CALL], "chats0": []}}))
    last = last_contact(answer, commands, {}, BERLIN)
    assert last is not None
    assert last.id == 5


def test_many_records_are_asked_for_in_several_commands() -> None:
    commands = contacts_commands([(2, each) for each in range(BINDINGS + 1)], NOW)
    assert [command.key for command in commands] == ["talks0", "talks1", "chats0", "chats1"]
