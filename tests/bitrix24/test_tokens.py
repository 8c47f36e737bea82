"""Token pairs: renewed when expired, by one at a time, and never shown."""

import logging
import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from assistant.bitrix24 import Portals
from assistant.bitrix24.token_record import Identity, TokenPair, TokenRecord
from assistant.errors import AssistantError, NotConnectedError, PortalUnavailableError, StoreUnavailableError
from assistant.models import DealCriteria
from assistant.sandbox.access import APP_SCOPES
from assistant.settings import Settings
from tests.bitrix24.conftest import Company, Handler, connect
from tests.portal_in_a_box import RunningSandbox


def pair_of(redis: Redis, company: Company, login: str) -> TokenPair:
    record = company.portals._tokens.find(company.member_id, company.people[login])
    assert record is not None
    return record.require()


def test_a_record_survives_being_written_down() -> None:
    pair = TokenPair("a", "r", "https://x/rest/", 5.0, ("crm", "im"), "oauth.bitrix24.tech")
    record = TokenRecord(Identity(7, "Анна", "Europe/Berlin", "ru"), pair)
    assert TokenRecord.unpack(record.pack()) == record
    assert TokenRecord.unpack(record.withdrawn().pack()) == record.withdrawn()


def test_secrets_do_not_show() -> None:
    pair = TokenPair("access-secret", "refresh-secret", "https://x/rest/")
    assert "secret" not in repr(TokenRecord(Identity(7), pair))


def test_a_handed_over_token_tells_whose_it_is(company: Company) -> None:
    anna = company.portals.person(company.member_id, company.people["anna"])
    row = next(u for u in company.sandbox.table("users") if u["login"] == "anna")
    assert (anna.id, anna.name, anna.lang) == (row["id"], f"{row['name']} {row['last_name']}", row["language"])
    assert company.portal("anna").zone.key == row["time_zone"]


def test_a_strangers_zone_is_the_portals(company: Company, settings: Settings, redis: Redis) -> None:
    elsewhere = settings.model_copy(update={"time_zone": "Europe/Moscow"})
    with Portals(redis, elsewhere) as portals:
        assert portals.person(company.member_id, 4711).time_zone == "Europe/Moscow"
        assert not portals.connected(company.member_id, 4711)


def without_zone(sandbox: RunningSandbox) -> None:
    """Nobody's profile has a zone any more."""
    rows = {row["id"]: {"time_zone": ""} for row in sandbox.table("users")}
    sandbox.http.post("/_sandbox/reword", json={"table": "users", "rows": rows}).raise_for_status()


def test_who_has_no_zone_in_the_profile_has_that_of_the_calendar(company: Company, portals: Portals) -> None:
    without_zone(company.sandbox)
    connected = connect(portals, company.sandbox, company.member_id)
    assert connected.portal("ivan").zone.key == "Europe/Berlin"


@pytest.mark.sandbox(scopes=APP_SCOPES - {"calendar"})
def test_without_calendars_the_settings_tell_the_zone_or_the_portals_clock(
    company: Company, portals: Portals, settings: Settings, redis: Redis
) -> None:
    without_zone(company.sandbox)
    connected = connect(portals, company.sandbox, company.member_id)
    berlin = datetime.now(ZoneInfo("Europe/Berlin")).utcoffset()
    assert connected.portal("ivan").now.utcoffset() == berlin
    with Portals(redis, settings.model_copy(update={"time_zone": "Asia/Omsk"})) as elsewhere:
        assert elsewhere.person(company.member_id, company.people["ivan"]).time_zone == "Asia/Omsk"


def test_a_stranger_has_to_connect(company: Company) -> None:
    portal = company.portals.as_person(company.member_id, 4711)
    with pytest.raises(NotConnectedError):
        portal.pipelines()


def test_nobody_acts_as_the_application(company: Company) -> None:
    with pytest.raises(ValueError, match="nobody"):
        company.portals.as_person(company.member_id, 0)


@pytest.mark.sandbox(token_lifetime=0.0)
def test_an_expired_token_that_is_handed_over_is_renewed_at_once(sandbox: RunningSandbox, portals: Portals) -> None:
    row = sandbox.http.get("/_sandbox/tokens").json()
    anna = row["tokens"][0]
    with pytest.raises(NotConnectedError):
        # Every token of this portal has expired when it is born; the refresh token was spent for a second one.
        portals.store_token(
            row["member_id"],
            access_token=anna["access_token"],
            refresh_token=anna["refresh_token"],
            client_endpoint=row["client_endpoint"],
        )
    assert [call["error"] for call in sandbox.calls()] == ["expired_token", "expired_token"]


def test_an_expired_token_is_renewed_and_the_call_repeated(company: Company, redis: Redis) -> None:
    old = pair_of(redis, company, "anna")
    company.sandbox.faults("expired_token", count=1)
    before = company.count()
    assert company.portal("anna").pipelines()
    assert [call["error"] for call in company.requests(before)] == ["expired_token", None]
    new = pair_of(redis, company, "anna")
    assert new.access != old.access
    assert new.refresh != old.refresh


def test_many_who_find_a_token_expired_renew_it_once(company: Company, redis: Redis) -> None:
    """A second renewal with the spent refresh token would be refused and withdraw the pair."""
    crowd = 8
    # All first calls are under way before the first is refused, so no fault is left for a new token.
    company.sandbox.faults("latency", method="batch", value=700)
    company.sandbox.faults("expired_token", method="batch", count=crowd)
    start = threading.Barrier(crowd)
    failures: list[AssistantError] = []
    seen: set[str] = set()

    def ask(portals: Portals) -> None:
        start.wait()
        try:
            portals.as_person(company.member_id, company.people["anna"]).deals(DealCriteria())
        except AssistantError as error:
            failures.append(error)
        seen.add(pair_of(redis, company, "anna").access)

    # Threads of two "processes": nothing is shared but Redis.
    with Portals(redis, company.portals._settings) as other:
        threads = [
            threading.Thread(target=ask, args=(portals,)) for portals in (company.portals, other) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert len(seen) == 1


def test_a_dead_refresh_token_asks_the_person_to_connect_again(company: Company, redis: Redis) -> None:
    tokens = company.portals._tokens
    record = tokens.find(company.member_id, company.people["anna"])
    dead = TokenPair("old", "spent", record.require().client_endpoint)
    tokens.save(company.member_id, company.people["anna"], TokenRecord(record.identity, dead))
    company.sandbox.faults("expired_token", count=1)
    with pytest.raises(NotConnectedError):
        company.portal("anna").pipelines()
    assert not company.portals.connected(company.member_id, company.people["anna"])
    assert company.portals.person(company.member_id, company.people["anna"]).time_zone == record.identity.time_zone
    before = company.count()
    with pytest.raises(NotConnectedError):
        company.portal("anna").pipelines()
    assert company.requests(before) == []


def test_an_unreachable_authorization_server_withdraws_nothing(
    company: Company, redis: Redis, settings: Settings
) -> None:
    company.sandbox.faults("expired_token", count=1)
    nowhere = settings.model_copy(update={"oauth_url": "http://127.0.0.1:9"})
    with Portals(redis, nowhere) as portals:
        with pytest.raises(PortalUnavailableError):
            portals.as_person(company.member_id, company.people["anna"]).pipelines()
        assert portals.connected(company.member_id, company.people["anna"])


def test_the_client_secret_goes_to_hosts_of_the_vendor_only(redis: Redis, settings: Settings) -> None:
    vendors = settings.model_copy(update={"oauth_url": ""})
    with Portals(redis, vendors) as portals:
        assert portals._oauth._base("oauth.bitrix.info") == "https://oauth.bitrix.info"
        assert portals._oauth._base("evil.example") == "https://oauth.bitrix24.tech"


def test_no_log_and_no_error_holds_a_secret(
    company: Company, redis: Redis, caplog: pytest.LogCaptureFixture, handler: Handler
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = {company.sandbox.options.client_secret}
    texts = []
    for fault in ("html", "drop", "truncate", "status", "limit"):
        pair = pair_of(redis, company, "anna")
        secrets |= {pair.access, pair.refresh}
        company.sandbox.faults("expired_token", count=1)
        company.sandbox.faults(fault)
        with pytest.raises(AssistantError) as failure:
            company.portal("anna").deals(DealCriteria())
        texts += [str(failure.value), repr(failure.value), str(failure.value.__cause__)]
        company.sandbox.clear_faults()
    told = "\n".join([*texts, *(record.getMessage() for record in caplog.records if record.name != "httpcore")])
    assert not [secret for secret in secrets if secret in told]


def test_a_store_that_is_away_is_no_portal_that_is_away(settings: Settings) -> None:
    nowhere = Redis.from_url("redis://127.0.0.1:9")
    with nowhere, Portals(nowhere, settings) as portals, pytest.raises(StoreUnavailableError):
        portals.person("m", 7)


def test_people_of_two_portals_do_not_mix(company: Company, sandbox: RunningSandbox) -> None:
    other = connect(company.portals, sandbox, "another-portal")
    company.portals.uninstall(other.member_id)
    assert company.portals.connected(company.member_id, company.people["anna"])
