"""The portal rings a person and a number once, by the way that it has; without one the person's device dials."""

import pytest

from assistant.bitrix24 import AskersPortal
from assistant.errors import ForbiddenError, PortalUnavailableError
from tests.bitrix24.conftest import Company

ANNA, ACME = 2, "+49301234567"
RINGS = ("voximplant.callback.start", "voip.call.start")


def asking(company: Company, event: int = 1, line: str = "reg100001") -> AskersPortal:
    """The portal as Anna sees it with an event of hers, with a configured line."""
    company.portals._settings = company.portals._settings.model_copy(update={"call_line": line})
    return company.portals.as_person(company.member_id, ANNA, trace=(f"event {event}",))


def rung(company: Company) -> list[str]:
    return [call["method"] for call in company.sandbox.calls() if call["method"] in RINGS]


def test_a_configured_line_rings_once_however_often_the_button_is_pressed(company: Company) -> None:
    assert asking(company).rings
    assert [asking(company, event).start_call(ACME, "Acme", "d1").before for event in (1, 2)] == [False, True]
    assert rung(company) == ["voximplant.callback.start"]


@pytest.mark.sandbox(profile="extended")
def test_a_portal_that_has_it_rings_by_voip_call_start_without_a_line(company: Company) -> None:
    anna = asking(company, line="")
    assert anna.rings
    assert anna.start_call(ACME, "Acme", "d1").sure
    assert rung(company) == ["voip.call.start"]


def test_without_a_line_the_portal_rings_nobody(company: Company) -> None:
    anna = asking(company, line="")
    assert not anna.rings
    with pytest.raises(ForbiddenError):
        anna.start_call(ACME, "Acme", "d1")
    assert rung(company) == []


@pytest.mark.sandbox(scopes=frozenset({"imbot", "im", "user", "department", "crm", "task", "calendar"}))
def test_an_application_without_telephony_rings_nobody(company: Company) -> None:
    assert not asking(company).rings


@pytest.mark.parametrize("value", ["after", "before"])
def test_a_call_whose_answer_got_lost_is_not_started_again(company: Company, value: str) -> None:
    company.sandbox.faults("drop", method="voximplant.callback.start", count=1, value=value)
    with pytest.raises(PortalUnavailableError):
        asking(company).start_call(ACME, "Acme", "d1")
    assert not asking(company).start_call(ACME, "Acme", "d1").sure
    assert rung(company) == ["voximplant.callback.start"]


def test_who_may_not_call_is_refused_and_may_try_again(company: Company) -> None:
    refusal = {"status": 403, "error": "ACCESS_DENIED"}
    company.sandbox.faults("status", method="voximplant.callback.start", count=1, value=refusal)
    with pytest.raises(ForbiddenError):
        asking(company).start_call(ACME, "Acme", "d1")
    assert asking(company).start_call(ACME, "Acme", "d1").sure
