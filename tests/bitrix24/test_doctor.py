"""What an admin is told about a portal."""

from assistant.bitrix24 import Finding
from assistant.catalogue import Catalogue
from tests.bitrix24.conftest import Company


def bad(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if not finding.good]


def test_a_portal_in_order_has_no_complaints(company: Company, catalogue: Catalogue) -> None:
    company.portals.register(company.member_id, catalogue)
    before = company.count()
    findings = company.portals.check(company.member_id, catalogue)
    assert company.count() == before + 1
    assert bad(findings) == []
    assert [finding.what for finding in findings][:3] == [
        "The portal answers",
        "All permissions are granted",
        "All methods are there",
    ]


def test_a_bot_that_is_not_registered_is_told_with_the_way_out(company: Company, catalogue: Catalogue) -> None:
    (finding,) = bad(company.portals.check(company.member_id, catalogue))
    assert (finding.what, finding.advice) == ("The bot is not registered", "Run `assistant register`")


def test_missing_commands_are_named(company: Company, catalogue: Catalogue) -> None:
    few = Catalogue({name: intent for name, intent in catalogue.intents.items() if name != "deals.list"})
    company.portals.register(company.member_id, few)
    (finding,) = bad(company.portals.check(company.member_id, catalogue))
    assert finding.what == "Commands are missing: deals"


def test_a_deleted_bot_is_noticed(company: Company, catalogue: Catalogue) -> None:
    company.portals.register(company.member_id, catalogue)
    connection = company.portals._bot_connection(company.member_id)
    connection.write("Bot.unregister", {"botId": company.portals.bot(company.member_id).id})
    (finding,) = bad(company.portals.check(company.member_id, catalogue))
    assert finding.what == "The bot was deleted on the portal"


def test_a_portal_that_is_away_is_one_finding(company: Company, catalogue: Catalogue) -> None:
    company.sandbox.faults("html")
    (finding,) = company.portals.check(company.member_id, catalogue)
    assert not finding.good
    assert "does not answer" in finding.what


def test_a_permission_that_was_not_granted_is_named(company: Company, catalogue: Catalogue) -> None:
    refusal = {"status": 500, "error": "ERROR", "description": ""}
    company.sandbox.faults("status", method="scope", value=refusal)
    findings = bad(company.portals.check(company.member_id, catalogue))
    assert "The permission `crm` is not granted" in [finding.what for finding in findings]
