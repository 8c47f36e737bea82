"""Nobody is told what they could not read themselves: all people of a company, all answers, both ways to connect."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.errors import AssistantError, RejectedError
from assistant.models import Client, ClientKind, Message, Period, Reply, Run, Scope, Slots
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.replies import Locale, render
from assistant.scenarios import answer
from assistant.settings import Settings
from tests.portal_in_a_box import RunningSandbox
from tests.redis_server import TOKEN_KEY
from tests.rights import COMPANY, CONTACT, Readable, Tables, Witness, mixed_company, records, strange

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 6, 10, 10, 4, tzinfo=UTC)
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31))
BOT_TOKEN = "0123456789abcdef0123456789abcdef"
SHOWN = re.compile(r"/crm/(deal|contact|company)/details/(\d+)/|/tasks/task/view/(\d+)/")


@dataclass(frozen=True)
class Office:
    """A company, and the assistant connected to it in one of two ways."""

    sandbox: RunningSandbox
    tables: Tables
    portals: Portals
    portal_id: str
    catalogue: Catalogue
    may: Callable[[int], Readable]

    def ask(self, person: int, run: Run) -> tuple[Witness, Message | None]:
        """What the scenario was given and what it says; no message when it was refused."""
        portal = Witness(self.portals.as_person(self.portal_id, person))
        try:
            reply = answer(run, portal, self.catalogue)  # type: ignore[arg-type]
        except AssistantError as error:
            if error.retry:
                raise
            return portal, None
        return portal, self.said(reply)

    def said(self, reply: Reply) -> Message:
        actions: list[object] = []

        def keep(action: object) -> str:
            actions.append(action)
            return str(action)

        # Files are made of the rows that the scenario was given; to draw them takes long and tells no more.
        reply = replace(reply, attachments=())
        return render(reply, Locale("en", ZoneInfo("UTC"), NOON), keep)


@pytest.fixture(scope="module")
def company() -> Iterator[RunningSandbox]:
    with mixed_company() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path_factory.mktemp("rights")) as redis:
        yield redis


@pytest.fixture(scope="module", params=["tokens", "webhook"])
def office(request: pytest.FixtureRequest, company: RunningSandbox, store: EmbeddedRedis) -> Iterator[Office]:
    by_webhook = request.param == "webhook"
    hook = {"webhook_url": SecretStr(company.webhook()), "bot_token": SecretStr(BOT_TOKEN)} if by_webhook else {}
    settings = Settings(_env_file=None, redis_url=store.url, budget_requests=0, token_keys=TOKEN_KEY, **hook)
    redis = storage.connect(settings, storage.STATE_DB)
    tables = Tables(company)
    with Portals(redis, settings, clock=NOON.timestamp) as portals:
        if by_webhook:
            (portal_id,) = portals.installed()
        else:
            answer = company.http.get("/_sandbox/tokens", params={"all": 1}).json()
            portal_id = answer["member_id"]
            for row in answer["tokens"]:
                if not tables.users[row["user_id"]]["active"]:
                    continue  # who left cannot connect
                tokens = {name: row[name] for name in ("access_token", "refresh_token")}
                portals.store_token(portal_id, client_endpoint=answer["client_endpoint"], **tokens)
        may = tables.provable if by_webhook else tables.readable
        yield Office(company, tables, portals, portal_id, Catalogue.load(ROOT / "intents"), may)
    redis.close()


def questions(person: int, tables: Tables, chance: random.Random) -> Iterator[Run]:
    """Every intent that is answered, about oneself, others, everybody; about clients by name, phone, e-mail, button."""
    other = chance.choice([row for row in tables.rows["users"] if row["id"] != person])
    colleague = Slots(person_id=other["id"], person=other["name"])
    for scope in Scope.OWN, Scope.READABLE:
        yield Run("deals.list", Slots(deal_state="all"), scope)
        yield Run("deals.count", Slots(deal_state="all"), scope)
        yield Run("tasks.list", Slots(task_state="open"), scope)
    yield Run("deals.list", Slots(deal_state="all"), chance.choice(list(Scope)), view="file")
    yield Run("deals.list", Slots(deal_state="won", person="team", period=JUNE))
    yield Run("deals.count", Slots(deal_state="open"), Scope.READABLE, view="by_stage")
    yield Run("deals.count", Slots(deal_state="all", person_id=other["id"], person=other["name"]))
    yield Run("deals.list", Slots(deal_state="all", person=other["last_name"]))
    yield Run("deals.list", Slots(stage=chance.choice(["negotiation", "переговоры", "new"])), Scope.READABLE)
    reports = (
        Run("report.sales", Slots(period=JUNE)),
        Run("report.sales", Slots(period=JUNE), Scope.READABLE, view="by_person"),
        Run("report.sales", replace(colleague, period=SPRING), view="funnel"),
    )
    yield chance.choice(reports)
    yield Run("report.tasks", Slots(period=JUNE), chance.choice(list(Scope)))
    yield Run("tasks.list", colleague)
    yield Run("tasks.list", Slots(task_state="done", period=JUNE), Scope.READABLE)
    yield Run("meetings.list", Slots(period=JUNE), chance.choice(list(Scope)))
    yield Run("meetings.list", replace(colleague, period=JUNE))
    yield Run("meetings.list", Slots(person="team"), view=chance.choice(["", "free"]))
    yield Run(chance.choice(["people.birthdays", "people.newcomers"]), Slots(period=SPRING))
    contact, client = chance.choice(tables.rows["contacts"]), chance.choice(tables.rows["companies"])
    yield Run("client.card", Slots(client=contact["name"], client_id=contact["id"], client_kind="contact"))
    yield Run("client.last_contact", Slots(client=client["title"], client_id=client["id"], client_kind="company"))
    yield Run("client.card", Slots(client=f"{contact['name']} {contact['last_name']}"))
    yield Run("client.card", Slots(client=client["title"]))
    yield Run("client.last_contact", Slots(client=contact["name"]))
    yield Run("call.start", Slots(client=client["title"]))
    yield Run("call.start", Slots(phone=f"+{re.sub(r'[^0-9]', '', (contact['phones'] or ['49'])[0])}"))
    yield Run("client.card", Slots(client=(client["emails"] or ["nobody@example.com"])[0]))
    # Deals of any client, as a forged button would ask for them.
    yield Run("deals.list", Slots(client="?", client_id=client["id"], client_kind="company"), Scope.READABLE)


@pytest.mark.timeout(300)
def test_no_answer_holds_a_row_that_its_asker_could_not_read(office: Office) -> None:
    chance = random.Random(7)
    told = 0
    for person, row in office.tables.users.items():
        if not row["active"]:
            continue
        may = office.may(person)
        assert may.deals <= office.tables.readable(person).deals
        for run in questions(person, office.tables, chance):
            witness, message = office.ask(person, run)
            assert not strange(witness.given, may), (person, run)
            told += sum(1 for _ in records(witness.given))
            if message is not None:
                assert not unreadable(message, may), (person, run, message)
    assert told > 1000


def unreadable(message: Message, may: Readable) -> list[str]:
    """Addresses of records in texts and buttons that are not the reader's to see."""
    found = []
    for kind, record, task in SHOWN.findall(f"{message.text} {message.keyboard}"):
        known = {
            "deal": int(record or 0) in may.deals,
            "contact": (CONTACT, int(record or 0)) in may.clients,
            "company": (COMPANY, int(record or 0)) in may.clients,
            "": int(task or 0) in may.tasks,
        }
        if not known[kind]:
            found.append(f"{kind or 'task'} {record or task}")
    return found


def test_whoever_asks_gets_all_that_is_theirs(office: Office) -> None:
    for person in (1, 2, 3, 4, 9):
        may = office.may(person)
        everything = Slots(deal_state="all")
        witness, _ = office.ask(person, Run("deals.count", everything, Scope.READABLE))
        (page,) = [each for each in witness.given if hasattr(each, "deals")]
        assert {deal.id for deal in page.deals} == may.deals
        assert page.total == len(may.deals)
        states = [
            {task.id for task in each.tasks}
            for state in ("open", "done")
            for each in office.ask(person, Run("tasks.list", Slots(task_state=state), Scope.READABLE))[0].given
            if hasattr(each, "tasks")
        ]
        assert set().union(*states) == may.tasks


def test_a_client_of_others_cannot_be_opened_by_its_number(office: Office) -> None:
    max_ = 5
    may = office.may(max_)
    kind, number = next((COMPANY, row["id"]) for row in office.tables.rows["companies"])
    assert (kind, number) not in may.clients
    portal = office.portals.as_person(office.portal_id, max_)
    with pytest.raises(RejectedError) as refusal:
        portal.client_card(Client(ClientKind.COMPANY, number, ""))
    assert refusal.value.code == "NOT_FOUND"
    assert portal.last_contact(Client(ClientKind.COMPANY, number, "")) is None
