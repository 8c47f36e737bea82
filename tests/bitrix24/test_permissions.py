"""Connecting: who may, for whom, from where, and what is left of it."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Invitation, Portals
from assistant.bitrix24.token_record import TokenPair, TokenRecord
from assistant.errors import (
    ConsentError,
    NotConnectedError,
    NotServedError,
    PlanError,
    PortalUnavailableError,
    Refusal,
    SettingsError,
    WithdrawnError,
)
from assistant.settings import Settings
from tests.bitrix24.conftest import Company, Handler
from tests.portal_in_a_box import RunningSandbox


@pytest.fixture
def installed(portals: Portals, sandbox: RunningSandbox, handler: Handler) -> str:
    """The portal's `member_id`; nobody is connected."""
    sandbox.install(handler.url)
    return portals.install(handler.posted[-1])


def invited(portals: Portals, member_id: str, person: int, lang: str = "en") -> str:
    return portals.permissions.invite(Invitation(member_id, person, str(person), lang))


def consent(sandbox: RunningSandbox, address: str, login: str) -> dict[str, str]:
    """Follow the link as somebody; what the portal sends back."""
    back = sandbox.http.get(f"{address}&login={login}")
    assert back.status_code == 302
    return dict(parse_qsl(urlsplit(back.headers["location"]).query))


def redeem(portals: Portals, told: dict[str, str]) -> None:
    invitation = portals.permissions.redeem(told["state"])
    portals.permissions.grant(
        invitation, code=told["code"], member_id=told["member_id"], oauth_host=told["server_domain"]
    )


def test_the_link_leads_to_the_portals_own_page(portals: Portals, installed: str, sandbox: RunningSandbox) -> None:
    address = urlsplit(invited(portals, installed, 2))
    query = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{sandbox.url}/oauth/authorize/"
    assert set(query) == {"client_id", "state"}
    assert query["client_id"] == [sandbox.options.client_id]
    assert len(query["state"][0]) >= 40


def test_who_consents_is_connected(portals: Portals, installed: str, sandbox: RunningSandbox) -> None:
    redeem(portals, consent(sandbox, invited(portals, installed, 3, "ru"), "ivan"))
    assert portals.connected(installed, 3)
    identity = portals.person(installed, 3)
    assert (identity.name, identity.time_zone, identity.lang) == ("Иван Орлов", "Europe/Moscow", "ru")
    assert portals.as_person(installed, 3).pipelines()


def test_a_state_is_good_once(portals: Portals, installed: str, sandbox: RunningSandbox) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    redeem(portals, told)
    with pytest.raises(ConsentError) as refusal:
        portals.permissions.redeem(told["state"])
    assert refusal.value.reason is Refusal.STALE


@pytest.mark.parametrize("state", ["", "x", "x" * 43, "y" * 10_000, "*", "invitation:*"])
def test_a_state_that_was_made_up_is_worth_nothing(portals: Portals, installed: str, state: str) -> None:
    invited(portals, installed, 2)
    with pytest.raises(ConsentError) as refusal:
        portals.permissions.redeem(state)
    assert refusal.value.reason is Refusal.STALE


def test_a_state_lives_for_ten_minutes_and_is_not_to_be_read_in_redis(
    portals: Portals, installed: str, redis: Redis
) -> None:
    state = parse_qs(urlsplit(invited(portals, installed, 2)).query)["state"][0]
    (key,) = redis.keys("invitation:*")
    assert 0 < redis.ttl(key) <= 600
    assert state.encode() not in key + redis.get(key)


def test_another_persons_consent_connects_nobody(portals: Portals, installed: str, sandbox: RunningSandbox) -> None:
    with pytest.raises(ConsentError) as refusal:
        redeem(portals, consent(sandbox, invited(portals, installed, 2), "olga"))
    assert refusal.value.reason is Refusal.OTHER_PERSON
    assert not portals.connected(installed, 2)
    assert not portals.connected(installed, 4)


def test_another_portal_is_refused_before_its_code_is_sent_anywhere(
    portals: Portals, installed: str, sandbox: RunningSandbox
) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    before = len(sandbox.calls())
    with pytest.raises(ConsentError) as refusal:
        redeem(portals, told | {"member_id": "of-another"})
    assert refusal.value.reason is Refusal.OTHER_PORTAL
    assert sandbox.calls()[before:] == []


def test_the_vendor_says_which_portal_a_code_is_of(
    portals: Portals, installed: str, sandbox: RunningSandbox, redis: Redis
) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    redis.rename(storage.token(installed, 0), storage.token("of-another", 0))
    with pytest.raises(ConsentError) as refusal:
        portals.permissions.grant(
            Invitation("of-another", 2, "2", "en"), code=told["code"], member_id="of-another", oauth_host=""
        )
    assert refusal.value.reason is Refusal.OTHER_PORTAL
    assert not portals.connected("of-another", 2)


@pytest.mark.parametrize("code", ["", "made-up"])
def test_a_code_that_the_vendor_does_not_know_is_refused(
    portals: Portals, installed: str, sandbox: RunningSandbox, code: str
) -> None:
    with pytest.raises(ConsentError) as refusal:
        redeem(portals, consent(sandbox, invited(portals, installed, 2), "anna") | {"code": code})
    assert refusal.value.reason is Refusal.LATE


def test_a_code_that_was_exchanged_already_is_refused(
    installed: str, portals: Portals, sandbox: RunningSandbox
) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    thief = {"client_id": sandbox.options.client_id, "client_secret": sandbox.options.client_secret}
    sandbox.http.get("/oauth/token/", params=thief | {"grant_type": "authorization_code", "code": told["code"]})
    with pytest.raises(ConsentError) as refusal:
        redeem(portals, told)
    assert refusal.value.reason is Refusal.LATE


def test_the_secret_goes_to_no_server_that_the_address_names(
    portals: Portals, installed: str, sandbox: RunningSandbox, settings: Settings, redis: Redis
) -> None:
    trap = "127.0.0.1:9"
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    redeem(portals, told | {"server_domain": trap, "domain": trap})
    assert portals.connected(installed, 2), "the authorization server of the settings was asked"
    with Portals(redis, settings.model_copy(update={"oauth_url": ""})) as vendors:
        for host in (trap, "oauth.bitrix.info.evil.example", "oauth.bitrix.info@evil.example", "127.0.0.1", "[::1]"):
            assert vendors._oauth._base(host) == "https://oauth.bitrix24.tech"


def test_an_uninstalled_portal_connects_nobody(portals: Portals, installed: str, sandbox: RunningSandbox) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    portals.uninstall(installed)
    with pytest.raises(NotConnectedError):
        redeem(portals, told)
    assert not portals.connected(installed, 2)


def test_an_unreachable_authorization_server_is_told_apart(
    installed: str, sandbox: RunningSandbox, portals: Portals, settings: Settings, redis: Redis
) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    with (
        Portals(redis, settings.model_copy(update={"oauth_url": "http://127.0.0.1:9"})) as nowhere,
        pytest.raises(PortalUnavailableError),
    ):
        redeem(nowhere, told)


def test_a_plan_without_rest_is_told_apart(portals: Portals, installed: str, sandbox: RunningSandbox) -> None:
    told = consent(sandbox, invited(portals, installed, 2), "anna")
    refusal = {"status": 401, "error": "ACCESS_DENIED", "description": "REST is available only on commercial plans."}
    sandbox.faults("status", method="batch", value=refusal)
    with pytest.raises(PlanError):
        redeem(portals, told)


def test_only_the_departments_of_the_settings_are_served(
    portals: Portals, installed: str, sandbox: RunningSandbox, settings: Settings, redis: Redis
) -> None:
    redeem(portals, consent(sandbox, invited(portals, installed, 5), "max"))
    sales = next(row["id"] for row in sandbox.table("departments") if row["name"] == "Sales")
    with Portals(redis, settings.model_copy(update={"departments": (sales,)})) as narrow:
        redeem(narrow, consent(sandbox, invited(narrow, installed, 2), "anna"))
        assert narrow.as_person(installed, 2).pipelines()
        with pytest.raises(ConsentError) as refusal:
            redeem(narrow, consent(sandbox, invited(narrow, installed, 5), "max"))
        assert refusal.value.reason is Refusal.NOT_SERVED
        with pytest.raises(NotServedError):
            narrow.as_person(installed, 5)


def test_who_disconnects_leaves_nothing_behind(company: Company, redis: Redis) -> None:
    anna = company.people["anna"]
    company.portal("anna").pipelines()
    assert company.portal("anna").withdraw()
    assert not company.portal("anna").withdraw()
    left = [key for key in redis.scan_iter() if key.startswith((b"token:", b"directory:"))]
    assert not [key for key in left if key.split(b":")[2] == str(anna).encode()]
    with pytest.raises(NotConnectedError):
        company.portal("anna").pipelines()
    assert company.portal("ivan").pipelines(), "the others stay connected"


def test_who_disconnects_during_a_renewal_stays_disconnected(company: Company) -> None:
    anna, tokens = company.people["anna"], company.portals._tokens
    renewed = tokens._oauth.renew(tokens.load(company.member_id, anna).refresh).pair
    record = TokenRecord(company.portals.person(company.member_id, anna), renewed)
    company.portal("anna").withdraw()
    with pytest.raises(NotConnectedError):
        tokens._replace(company.member_id, anna, record)
    assert not company.portals.connected(company.member_id, anna)


def test_a_permission_that_ran_out_is_told_from_one_that_never_was(company: Company) -> None:
    anna, tokens = company.people["anna"], company.portals._tokens
    record = tokens.find(company.member_id, anna)
    tokens.save(company.member_id, anna, record.withdrawn())
    with pytest.raises(WithdrawnError):
        company.portal("anna").pipelines()


def test_nothing_that_acts_for_people_can_be_read_in_redis(company: Company, redis: Redis, handler: Handler) -> None:
    pairs = [company.portals._tokens.load(company.member_id, person) for person in (0, *company.people.values())]
    secrets = {text for pair in pairs for text in (pair.access, pair.refresh)}
    secrets |= {company.sandbox.options.client_secret, handler.posted[-1]["auth"]["application_token"]}
    stored = b"".join(redis.dump(key) for key in redis.scan_iter())
    assert len(secrets) > 10
    assert not [secret for secret in secrets if secret.encode() in stored]


def test_a_record_lives_as_long_as_its_refresh_token(company: Company, redis: Redis) -> None:
    key = storage.token(company.member_id, company.people["anna"])
    assert 179 * storage.DAY < redis.ttl(key) <= 180 * storage.DAY


def test_a_new_key_is_put_before_the_old_one(company: Company, settings: Settings, redis: Redis) -> None:
    anna, new = company.people["anna"], SecretStr(Fernet.generate_key().decode())
    both = settings.model_copy(update={"token_keys": (new, *settings.token_keys)})
    only_new = settings.model_copy(update={"token_keys": (new,)})
    with Portals(redis, both) as portals:
        assert portals.connected(company.member_id, anna)
        assert portals.application_token(company.member_id)
        company.sandbox.faults("expired_token", count=1)
        assert portals.as_person(company.member_id, anna).pipelines()
    with Portals(redis, only_new) as portals:
        assert portals.connected(company.member_id, anna), "renewed with the new key"
        assert not portals.connected(company.member_id, company.people["ivan"])
        assert portals.application_token(company.member_id) is None
    with Portals(redis, settings) as portals:
        assert not portals.connected(company.member_id, anna), "the old key does not open it"


def test_without_a_key_nothing_is_stored(redis: Redis, settings: Settings) -> None:
    with (
        Portals(redis, settings.model_copy(update={"token_keys": ()})) as portals,
        pytest.raises(SettingsError, match="assistant key"),
    ):
        portals._tokens.save("m", 7, TokenRecord(portals._identity(7, None), TokenPair("a", "r", "https://x/rest/")))
