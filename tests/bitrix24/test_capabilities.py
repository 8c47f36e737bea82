"""Which way each capability takes on a portal, and what the admin is told of it."""

import pytest

from assistant.bitrix24.capabilities import WAYS
from assistant.catalogue import Catalogue
from assistant.errors import MethodMissingError
from tests.bitrix24.conftest import Company

CLOUD = {
    "bot": "imbot.v2",
    "deals": "crm.item.list",
    "absence": "calendar.event.add",
    "call": "voximplant.callback.start from ASSISTANT_CALL_LINE",
    "files": "imbot.v2.File.upload",
    "files sent before": "disk.file.get",
    "task creation": "tasks.task.add of REST 3.0",
}


def ways(company: Company) -> dict[str, str]:
    found = company.portals.capabilities(company.member_id)
    return {capability: found.way(capability) for capability in WAYS}


def test_a_portal_as_documented_takes_the_first_way_that_it_has(company: Company) -> None:
    assert ways(company) == CLOUD
    assert company.portals.capabilities(company.member_id).revision == 36


@pytest.mark.sandbox(profile="on-premise")
def test_an_old_portal_has_bots_of_the_first_generation(company: Company) -> None:
    assert ways(company) == CLOUD | {
        "bot": "imbot (first generation)",
        "files": "",
        "task creation": "tasks.task.add",
    }
    assert company.portals.capabilities(company.member_id).revision == 0


@pytest.mark.sandbox(profile="extended")
def test_a_portal_that_has_more_is_used_with_it(company: Company) -> None:
    assert ways(company) == CLOUD | {"absence": "timeman.absence.create", "call": "voip.call.start"}


@pytest.mark.sandbox(profile="extended", scopes=frozenset({"imbot", "user", "crm", "task"}))
def test_a_way_without_its_permission_is_no_way(company: Company) -> None:
    assert ways(company) == CLOUD | {
        "absence": "",
        "call": "a button that calls",
        "files sent before": "sent anew",
        "task creation": "tasks.task.add",
    }


def test_it_is_asked_once_and_in_one_request(company: Company) -> None:
    before = company.count()
    for _ in range(3):
        ways(company)
    assert [call["method"] for call in company.requests(before)] == ["batch"]


def test_it_is_asked_again_after_a_method_was_missing(company: Company, catalogue: Catalogue) -> None:
    company.portals.register(company.member_id, catalogue)
    ways(company)
    refusal = {"status": 404, "error": "ERROR_METHOD_NOT_FOUND", "description": "Method not found!"}
    company.sandbox.faults("status", method="imbot.v2.Chat.InputAction.notify", count=1, value=refusal)
    with pytest.raises(MethodMissingError):
        company.portals.bot(company.member_id).typing("1")
    before = company.count()
    assert ways(company) == CLOUD
    assert company.count() == before + 1


def test_a_portal_that_is_busy_is_not_taken_for_one_without_methods(company: Company) -> None:
    company.sandbox.faults("html", method="batch")
    with pytest.raises(Exception, match="no JSON"):
        ways(company)
    company.sandbox.clear_faults()
    assert ways(company) == CLOUD


@pytest.mark.sandbox(profile="on-premise")
def test_the_doctor_tells_the_ways_of_an_old_portal_and_finds_it_well(company: Company, catalogue: Catalogue) -> None:
    company.portals.register(company.member_id, catalogue)
    findings = company.portals.check(company.member_id, catalogue)
    assert [finding.what for finding in findings if not finding.good] == []
    told = "\n".join(finding.what for finding in findings)
    assert "Ways: bot: imbot (first generation), deals: crm.item.list" in told
    assert "imbot, webhook)" in told


@pytest.mark.sandbox(profile="on-premise")
def test_the_doctor_notices_that_an_old_bot_was_deleted(company: Company, catalogue: Catalogue) -> None:
    company.portals.register(company.member_id, catalogue)
    connection = company.portals._bot_connection(company.member_id, api="v1")
    connection.write("unregister", {"BOT_ID": company.portals.bot(company.member_id).id})
    bad = [finding.what for finding in company.portals.check(company.member_id, catalogue) if not finding.good]
    assert bad == ["The bot was deleted on the portal"]


def test_the_doctor_notices_a_bot_that_is_registered_for_another_transport(
    company: Company, catalogue: Catalogue
) -> None:
    company.portals.register(company.member_id, catalogue)
    company.portals._settings = company.portals._settings.model_copy(update={"transport": "fetch"})
    (finding,) = [each for each in company.portals.check(company.member_id, catalogue) if not each.good]
    assert finding.what == "The bot is registered for webhook, and ASSISTANT_TRANSPORT is fetch"
