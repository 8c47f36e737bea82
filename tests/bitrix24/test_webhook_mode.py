"""One inbound webhook in place of an application: what is given, what is left out, how the portal is known."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import SecretStr
from redis import Redis

from assistant import storage
from assistant.bitrix24 import AskersPortal, Budget, Portals, Transport
from assistant.bitrix24.asker import undivided
from assistant.bitrix24.webhook_mode import plans, source
from assistant.bitrix24.webhook_mode.address import Address
from assistant.bitrix24.webhook_mode.guard import Admitted, Guard
from assistant.catalogue import Catalogue
from assistant.errors import ForbiddenError, RejectedError, ScopeMissingError, SettingsError, WebhookRefusedError
from assistant.models import Client, ClientKind, Deal, DealCriteria, MeetingCriteria, Money, Period, Stage, TaskCriteria
from assistant.scenarios import portal as protocols
from assistant.settings import Settings
from tests.bitrix24.conftest import QUICK
from tests.portal_in_a_box import RunningSandbox
from tests.rights.company import mixed_company
from tests.rights.tables import COMPANY, CONTACT, Tables
from tests.rights.witness import records

NOON = datetime(2026, 6, 10, 10, 4, tzinfo=UTC).timestamp()
ANNA, IVAN, OLGA, MAX = 2, 3, 4, 5
TOKEN = "0123456789abcdef0123456789abcdef"
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
ALL_DEALS = DealCriteria(state="all")


@pytest.fixture(scope="module")
def company() -> Iterator[RunningSandbox]:
    with mixed_company() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def tables(company: RunningSandbox) -> Tables:
    return Tables(company)


@pytest.fixture
def opened(redis: Redis, redis_settings: Settings, company: RunningSandbox) -> Iterator[Callable[..., Portals]]:
    """Portals by a webhook, with further settings."""
    made: list[Portals] = []

    def portals(**values: Any) -> Portals:
        hook = {"webhook_url": SecretStr(company.webhook()), "bot_token": SecretStr(TOKEN)} | values
        settings = redis_settings.model_copy(update=hook)
        made.append(Portals(redis, settings, transport=Transport(QUICK), clock=lambda: NOON))
        return made[-1]

    yield portals
    for each in made:
        each.close()


@pytest.fixture
def portals(opened: Callable[..., Portals]) -> Portals:
    return opened()


def seen_by(portals: Portals, person: int) -> AskersPortal:
    return portals.as_person(portals.installed()[0], person)


def everything(portal: AskersPortal, tables: Tables) -> dict[str, Any]:
    """What each method of the asker's portal gives when it is asked for as much as can be."""
    company = tables.rows["companies"][0]
    client = Client(ClientKind.COMPANY, company["id"], company["title"])

    def card() -> Any:
        try:
            return portal.client_card(client)
        except RejectedError as error:
            return error.code

    return {
        "deals": portal.deals(ALL_DEALS),
        "each_deal": tuple(portal.each_deal((ALL_DEALS,))),
        "stage_changes": tuple(portal.stage_changes([deal.id for deal in portal.deals(ALL_DEALS).deals])),
        "clients_of": portal.clients_of(with_every_client(tables)),
        "pipelines": portal.pipelines(),
        "find_clients": portal.find_clients(("a", "о"), phone=(company["phones"] or ["+49"])[0]),
        "client_card": card(),
        "last_contact": portal.last_contact(client),
        "tasks": portal.tasks(TaskCriteria(state="open")),
        "each_task": tuple(portal.each_task(Period(date(2025, 1, 1), date(2026, 12, 31)), None)),
        "meetings": portal.meetings(MeetingCriteria(JUNE, (ANNA, IVAN, OLGA, MAX))),
        "colleagues": portal.colleagues(),
        "projects": portal.projects("a"),
        "people": portal.people("Max"),
        "users": portal.users({ANNA, IVAN}),
        "team": portal.team(),
        "leads": portal.leads(),
    }


def with_every_client(tables: Tables) -> list[Deal]:
    """A deal with each company and each contact, whoever may read them."""
    names = {"company_id": "companies", "contact_id": "contacts"}
    clients = [(name, row["id"]) for name, table in names.items() for row in tables.rows[table]]
    bare = Deal(0, "", Money(Decimal(), "EUR"), Stage("NEW", "", 0, sort=0, semantics="P"), ANNA)
    return [replace(bare, id=number, **{name: client}) for number, (name, client) in enumerate(clients)]


def test_clients_of_deals_are_named_only_where_they_are_proved(portals: Portals, tables: Tables) -> None:
    kinds = {ClientKind.COMPANY: COMPANY, ClientKind.CONTACT: CONTACT}
    for person in (ANNA, MAX):
        portal = seen_by(portals, person)
        forged = portal.clients_of(with_every_client(tables)).values()
        assert {(kinds[client.kind], client.id) for client in forged} <= tables.provable(person).clients
        own = portal.deals(ALL_DEALS).deals
        assert set(portal.clients_of(own)) == {deal.id for deal in own if deal.company_id or deal.contact_id}


def test_every_method_of_the_askers_portal_is_in_the_tests_of_the_guard(portals: Portals, tables: Tables) -> None:
    methods = {
        name
        for protocol in protocols.Portal.__mro__
        if protocol is not protocols.Permission  # says who may read, reads nothing itself
        for name, value in vars(protocol).items()
        if inspect.isfunction(value)
    }
    public = {name for name in methods if not name.startswith("_")}
    assert public - {"create_task", "undo_task", "finish_task", "move_task", "set_task_back", "start_call"} == set(
        everything(seen_by(portals, ANNA), tables)
    )


def test_no_method_gives_a_record_that_the_guard_did_not_admit(
    portals: Portals, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = seen_by(portals, OLGA)
    admit = Guard.admit
    monkeypatch.setattr(Guard, "admit", lambda guard, command, _: admit(guard, command, None))
    found = everything(portal, tables)
    given = {name: list(records(value)) for name, value in found.items() if list(records(value))}
    assert given == {"team": [portal.me]}


def test_of_others_a_webhook_tells_only_when_they_are_busy(portals: Portals, tables: Tables) -> None:
    for person in (ANNA, IVAN, OLGA, MAX):
        may = tables.provable(person).events
        meetings = seen_by(portals, person).meetings(MeetingCriteria(JUNE, (ANNA, IVAN, OLGA, MAX))).meetings
        assert {meeting.owner for meeting in meetings} == {ANNA, IVAN, OLGA, MAX}
        assert {meeting.id for meeting in meetings if meeting.title} == may & {meeting.id for meeting in meetings}


def test_without_the_guard_rows_of_others_come_out(
    portals: Portals, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Guard, "admit", lambda _, __, result: Admitted(result))
    may = tables.provable(MAX)
    strangers = [client for client in seen_by(portals, MAX).find_clients(("a",)) if client.assigned_to != MAX]
    assert strangers
    assert not may.clients


def test_rows_that_the_portal_did_not_filter_are_dropped_and_counted(
    portals: Portals, tables: Tables, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(plans, "_within", lambda command, *_: plans.Plan(command, (command,)))
    portal = seen_by(portals, IVAN)
    portal._asker = replace(portal._asker, parted=undivided)
    portal._deals._asker = portal._asker
    few = DealCriteria(state="all", company_ids=(_company_of_several(tables),))
    with caplog.at_level(logging.INFO, source.__name__):
        page = portal.deals(few)
    assert {deal.id for deal in page.deals} <= tables.provable(IVAN).deals
    assert page.total == len(page.deals)
    assert "rows were left out" in caplog.text


def test_a_list_whose_rest_cannot_be_proved_is_refused(portals: Portals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_within", lambda command, *_: plans.Plan(command, (command,)))
    portal = seen_by(portals, IVAN)
    portal._deals._asker = replace(portal._asker, parted=undivided)
    with pytest.raises(ForbiddenError):
        portal.deals(ALL_DEALS)


def test_histories_are_those_of_the_askers_deals_that_were_read(portals: Portals, tables: Tables) -> None:
    portal = seen_by(portals, ANNA)
    own = tables.provable(ANNA).deals
    found = {deal.id for deal in portal.each_deal((ALL_DEALS,))}
    assert found == own
    expected = [(row["owner_id"], row["stage_id"]) for row in tables.rows["history"] if row["owner_id"] in own]
    assert sorted((each.deal, each.stage) for each in portal.stage_changes(own)) == sorted(expected)
    others = [row["id"] for row in tables.rows["deals"] if row["id"] not in own][:5]
    assert not list(portal.stage_changes(others))


def test_histories_of_deals_that_were_not_read_are_refused(portals: Portals, tables: Tables) -> None:
    with pytest.raises(ForbiddenError):
        list(seen_by(portals, IVAN).stage_changes([row["id"] for row in tables.rows["deals"]]))


def _company_of_several(tables: Tables) -> int:
    """A company with which others than Ivan have deals, and not too many."""
    by_company: dict[int, set[int]] = {}
    for deal in tables.rows["deals"]:
        by_company.setdefault(deal["company_id"], set()).add(deal["assigned_by"])
    return next(each for each, people in by_company.items() if each and people - {IVAN})


def test_a_list_and_a_count_are_one_request_once_the_company_is_known(
    portals: Portals, company: RunningSandbox, tables: Tables
) -> None:
    portals.person(portals.installed()[0], OLGA)
    before = len(company.calls())
    page = seen_by(portals, OLGA).deals(DealCriteria(state="open"))
    assert len(company.calls()) == before + 1
    assert 0 < len(page.deals) <= 500
    seen_by(portals, ANNA).tasks(TaskCriteria(state="open"))
    assert len(company.calls()) == before + 2


def test_a_crowd_shares_requests_and_each_gets_what_is_provably_theirs(
    redis: Redis, redis_settings: Settings, company: RunningSandbox, tables: Tables
) -> None:
    hook = {"webhook_url": SecretStr(company.webhook()), "bot_token": SecretStr(TOKEN), "budget_requests": 10}
    settings = redis_settings.model_copy(update=hook)
    people, states = (ANNA, IVAN, OLGA, MAX), ("open", "won", "lost", "closed", "all")
    questions = [(person, state) for person in people for state in states]
    redis.zadd(storage.WORK, {f"conversation {number}": 1 for number in range(len(questions))})
    with Portals(redis, settings, transport=Transport(QUICK, budget=Budget(redis, settings))) as portals:
        portals.person(portals.installed()[0], ANNA)
        before = len(company.calls())

        def ask(question: tuple[int, str]) -> set[int]:
            person, state = question
            criteria = DealCriteria(state=state, assigned_to=(person,))
            return {deal.id for deal in seen_by(portals, person).deals(criteria).deals}

        with ThreadPoolExecutor(len(questions)) as pool:
            found = dict(zip(questions, pool.map(ask, questions), strict=True))
    assert len(company.calls()) - before < 8
    for person in people:
        own = {row["id"] for row in tables.rows["deals"] if row["assigned_by"] == person}
        assert found[person, "all"] == own
        assert found[person, "open"] | found[person, "closed"] == own


def test_people_and_departments_are_read_once_for_everybody(portals: Portals, company: RunningSandbox) -> None:
    before = len(company.calls())
    for person in (ANNA, IVAN, OLGA, MAX):
        assert portals.person(portals.installed()[0], person).name
    assert len(company.calls()) == before + 1


def test_a_person_has_the_time_zone_of_the_portal_profile(portals: Portals) -> None:
    assert portals.person(portals.installed()[0], IVAN).time_zone == "Europe/Moscow"


def test_a_person_without_a_zone_lives_by_the_owners_calendar(portals: Portals, company: RunningSandbox) -> None:
    wish = {"table": "users", "rows": {IVAN: {"time_zone": ""}}}
    before = company.http.post("/_sandbox/reword", json=wish).raise_for_status().json()
    try:
        assert portals.person(portals.installed()[0], IVAN).time_zone == "Europe/Berlin"
    finally:
        company.http.post("/_sandbox/reword", json=before).raise_for_status()


def test_somebody_who_left_gets_nothing(portals: Portals, tables: Tables) -> None:
    gone = next(row["id"] for row in tables.rows["users"] if not row["active"])
    with pytest.raises(ForbiddenError):
        seen_by(portals, gone).deals(ALL_DEALS)


def test_nobody_finishes_what_the_owner_of_the_webhook_may_and_they_may_not(
    portals: Portals, tables: Tables, company: RunningSandbox
) -> None:
    other = next(task["id"] for task in company.table("tasks") if task["responsible"] == ANNA and task["status"] == 2)
    with pytest.raises(ForbiddenError):
        seen_by(portals, OLGA).finish_task(other, "d1")
    assert next(task for task in company.table("tasks") if task["id"] == other)["status"] == 2


def test_of_a_client_of_others_with_a_deal_of_mine_only_the_name_is_told(portals: Portals, tables: Tables) -> None:
    deal = next(
        row
        for row in tables.rows["deals"]
        if _assigned(tables, row["company_id"]) not in {*tables.people(row["assigned_by"], employed=True), 0}
    )
    seller = deal["assigned_by"]
    card = seen_by(portals, seller).client_card(Client(ClientKind.COMPANY, deal["company_id"], ""))
    assert card.client.limited
    assert card.client.name
    assert (card.client.phones, card.client.emails, card.responsible) == ((), (), None)
    assert {each.assigned_to for each in card.deals} <= tables.people(seller, employed=True)


def _assigned(tables: Tables, company: int) -> int:
    return next((row["assigned_by"] for row in tables.rows["companies"] if row["id"] == company), 0)


def test_a_phone_finds_only_clients_that_are_proved(portals: Portals, tables: Tables) -> None:
    may = tables.provable(ANNA)
    for kind, table in ((CONTACT, "contacts"), (COMPANY, "companies")):
        for row in [row for row in tables.rows[table] if row["phones"]][:6]:
            found = {(each.kind, each.id) for each in seen_by(portals, ANNA).find_clients((), phone=row["phones"][0])}
            name = ClientKind.CONTACT if kind == CONTACT else ClientKind.COMPANY
            assert ((name, row["id"]) in found) is ((kind, row["id"]) in may.clients)


def test_pipelines_without_a_deal_of_the_asker_are_left_out(portals: Portals, tables: Tables) -> None:
    for person in (ANNA, IVAN, OLGA, MAX):
        assert {each.id for each in seen_by(portals, person).pipelines()} == tables.provable(person).pipelines


def test_stages_of_listed_deals_have_names_though_their_pipelines_were_not_asked_for(
    portals: Portals, company: RunningSandbox
) -> None:
    before = len(company.calls())
    assert all(deal.stage.name for deal in seen_by(portals, OLGA).deals(ALL_DEALS).deals)
    asked = [command for call in company.calls()[before:] for command in call["params"]["cmd"].values()]
    assert sum(command.startswith("crm.status.list") for command in asked) == 1, "with the company, for everybody"


def test_what_is_known_of_pipelines_names_none_that_is_not_proved(portals: Portals, tables: Tables) -> None:
    for person in (ANNA, IVAN, OLGA, MAX):
        portal = seen_by(portals, person)
        assert portal._asker.named is not None
        assert not portal._asker.named(), "before any row came"
        portal.deals(ALL_DEALS)
        assert {each.id for each in portal._asker.named()} == tables.provable(person).pipelines


def test_an_opened_crm_shows_deals_and_clients_to_all_and_tasks_to_their_people(
    opened: Callable[..., Portals], tables: Tables
) -> None:
    portal = seen_by(opened(webhook_crm_open=True), MAX)
    assert portal.limited == "tasks"
    assert {deal.id for deal in portal.deals(ALL_DEALS).deals} == {row["id"] for row in tables.rows["deals"]}
    tasks = {task.id for state in ("open", "done") for task in portal.tasks(TaskCriteria(state=state)).tasks}
    assert tasks == tables.provable(MAX).tasks


def test_what_was_opened_is_not_remembered_when_it_is_closed_again(opened: Callable[..., Portals]) -> None:
    assert seen_by(opened(webhook_crm_open=True), MAX).pipelines()
    assert not seen_by(opened(), MAX).pipelines()


@pytest.mark.misuses_rest("the webhook has no scope for it")
def test_a_missing_scope_is_named(
    opened: Callable[..., Portals], company: RunningSandbox, catalogue: Catalogue
) -> None:
    query = {"login": "admin", "scopes": "crm,user,department,imbot,im"}
    url = company.http.get("/_sandbox/webhook", params=query).json()["url"]
    portals = opened(webhook_url=SecretStr(url))
    with pytest.raises(ScopeMissingError) as refusal:
        seen_by(portals, ANNA).tasks(TaskCriteria(state="open"))
    assert refusal.value.scope == "task"
    advice = [finding.advice for finding in portals.check(portals.installed()[0], catalogue) if not finding.good]
    assert any("`task`" in text and "webhook's form" in text for text in advice)


def test_a_dead_webhook_is_the_admins_business(opened: Callable[..., Portals], company: RunningSandbox) -> None:
    dead = opened(webhook_url=SecretStr(f"{company.url}/rest/1/0123456789abcdef/"))
    with pytest.raises(WebhookRefusedError) as refusal:
        seen_by(dead, ANNA).deals(ALL_DEALS)
    assert "0123456789abcdef" not in str(refusal.value)


def test_a_failed_connection_tells_no_secret(opened: Callable[..., Portals], caplog: pytest.LogCaptureFixture) -> None:
    away = opened(webhook_url=SecretStr("http://127.0.0.1:9/rest/1/fedcba9876543210/"))
    with caplog.at_level(logging.DEBUG), pytest.raises(Exception, match="no connection") as failure:
        seen_by(away, ANNA).deals(ALL_DEALS)
    assert "fedcba9876543210" not in f"{failure.value!r}{caplog.text}"


def test_the_doctor_says_whose_the_webhook_is(opened: Callable[..., Portals], company: RunningSandbox) -> None:
    portals = opened(webhook_url=SecretStr(company.webhook("anna")))
    assert portals.webhook is not None
    assert [finding.good for finding in portals.webhook.examine()] == [False, True]


def test_registering_twice_changes_nothing(portals: Portals, catalogue: Catalogue, company: RunningSandbox) -> None:
    (portal_id,) = portals.installed()
    assert portals.register(portal_id, catalogue).bot == "created"
    assert not portals.register(portal_id, catalogue)
    assert all(finding.good for finding in portals.check(portal_id, catalogue))
    assert portals.events_path.startswith("/b24/events/")
    assert TOKEN not in portals.events_path


def test_the_token_seen_first_is_pinned_until_the_bot_has_another_token(opened: Callable[..., Portals]) -> None:
    first, other = opened().webhook, opened(bot_token=SecretStr("another")).webhook
    assert first is not None
    assert other is not None
    assert [first.pin(token) for token in ("right", "right", "wrong")] == [True, True, False]
    assert other.pin("new")
    assert other.path_secret != first.path_secret


@pytest.mark.parametrize(
    ("url", "portal_id"),
    [
        ("https://Acme.bitrix24.com/rest/1/abcdef123456/", "webhook-acme.bitrix24.com"),
        ("https://acme.bitrix24.com/rest/7/000000zzzzzz", "webhook-acme.bitrix24.com"),
        ("http://127.0.0.1:8800/rest/1/abcdef123456/", "webhook-127.0.0.1-8800"),
    ],
)
def test_a_portal_is_known_by_its_host(url: str, portal_id: str) -> None:
    address = Address.of(url)
    assert address.portal_id == portal_id
    assert "abcdef123456" not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://acme.bitrix24.com/rest/1/abcdef123456/",
        "https://acme.bitrix24.com/rest/abcdef123456/",
        "https://acme.bitrix24.com/rest/1/abcdef123456/profile.json",
        "abcdef123456",
    ],
)
def test_an_address_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Address.of(url)
    assert "abcdef123456" not in str(refusal.value)
    assert "ASSISTANT_WEBHOOK_URL" in str(refusal.value)


def test_a_webhook_needs_the_token_of_its_bot(opened: Callable[..., Portals]) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_BOT_TOKEN"):
        opened(bot_token=SecretStr(""))
