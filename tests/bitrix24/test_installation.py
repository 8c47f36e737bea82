"""How a portal becomes known, and how it goes away."""

import copy

import pytest
from redis import Redis

from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.errors import BadEventError, NotConnectedError, PortalUnavailableError
from assistant.settings import Settings
from tests.bitrix24.conftest import Company, Handler
from tests.portal_in_a_box import RunningSandbox


def posted(sandbox: RunningSandbox, handler: Handler) -> dict[str, object]:
    sandbox.install(handler.url)
    return handler.posted[-1]


def test_an_installed_portal_is_known_by_its_application_token(
    portals: Portals, sandbox: RunningSandbox, handler: Handler
) -> None:
    payload = posted(sandbox, handler)
    member_id = portals.install(payload)
    assert portals.application_token(member_id) == payload["auth"]["application_token"]
    assert portals.known(member_id, payload["auth"]["application_token"])
    assert portals.installed() == (member_id,)


def test_another_application_token_is_not_believed(company: Company) -> None:
    assert not company.portals.known(company.member_id, "guessed")
    assert not company.portals.known("of-nobody", "guessed")


def test_the_portal_is_asked_before_an_installation_is_believed(
    portals: Portals, sandbox: RunningSandbox, handler: Handler
) -> None:
    portals.install(posted(sandbox, handler))
    assert [call["method"] for call in sandbox.calls()] == ["app.info"]


@pytest.mark.parametrize("field", ["refresh_token", "member_id"])
def test_an_installation_that_the_vendor_does_not_confirm_is_refused(
    portals: Portals, sandbox: RunningSandbox, handler: Handler, field: str
) -> None:
    payload = copy.deepcopy(posted(sandbox, handler))
    payload["auth"][field] = "forged"
    with pytest.raises(BadEventError) as refusal:
        portals.install(payload)
    assert refusal.value.status == 403
    assert portals.installed() == ()


def test_a_forged_address_is_not_believed(portals: Portals, sandbox: RunningSandbox, handler: Handler) -> None:
    payload = copy.deepcopy(posted(sandbox, handler))
    payload["auth"]["client_endpoint"] = "http://127.0.0.1:9/rest/"
    payload["auth"]["server_endpoint"] = "http://127.0.0.1:9/rest/"
    member_id = portals.install(payload)
    assert portals.register(member_id, Catalogue({})).bot == "created"


def test_an_installation_without_tokens_is_no_installation(portals: Portals) -> None:
    with pytest.raises(BadEventError, match=r"auth\.refresh_token") as refusal:
        portals.install({"event": "ONAPPINSTALL", "auth": {"member_id": "m", "application_token": "t"}})
    assert refusal.value.status == 400


def test_a_member_id_cannot_reach_other_keys(portals: Portals) -> None:
    auth = {"member_id": "a*:b", "application_token": "t", "refresh_token": "r"}
    with pytest.raises(BadEventError, match=r"auth\.member_id"):
        portals.install({"auth": auth})


def test_a_portal_that_was_removed_takes_the_tokens_of_its_people_along(company: Company, redis: Redis) -> None:
    company.portals.uninstall(company.member_id)
    assert company.portals.application_token(company.member_id) is None
    assert not company.portals.connected(company.member_id, company.people["anna"])
    assert [key for key in redis.scan_iter() if not key.startswith(b"directory:")] == []
    with pytest.raises(NotConnectedError):
        company.portal("anna").pipelines()


def test_another_process_learns_of_the_removal(company: Company, redis: Redis, settings: Settings) -> None:
    with Portals(redis, settings) as other:
        other.uninstall(company.member_id)
        assert other.application_token(company.member_id) is None


def test_nothing_is_stored_when_the_portal_is_away(portals: Portals, sandbox: RunningSandbox, handler: Handler) -> None:
    payload = posted(sandbox, handler)
    sandbox.faults("html", method="app.info")
    with pytest.raises(PortalUnavailableError):
        portals.install(payload)
    assert portals.installed() == ()
