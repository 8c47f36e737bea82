"""A small sales office in memory: the portal as Olga Sergeeva sees it on Wednesday, 10 June 2026, at 12:04."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from assistant.errors import ForbiddenError
from assistant.models import (
    Activity,
    Agenda,
    Client,
    ClientCard,
    ClientKind,
    Colleague,
    Deal,
    DealCriteria,
    DealPage,
    Made,
    Meeting,
    MeetingCriteria,
    Money,
    NewTask,
    Period,
    Pipeline,
    Project,
    Stage,
    StageChange,
    Started,
    Subscription,
    Task,
    TaskCriteria,
    TaskPage,
    Undone,
    User,
    WorkingHours,
)
from tests.scenarios.subscribed import Subscribed

PORTAL = "https://nordlicht.bitrix24.com"
MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 6, 10, 12, 4, tzinfo=MOSCOW)


def at(day: int, hour: int = 12, minute: int = 0, *, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


OLGA = User(1, "Ольга Сергеева", (3,))
ANNA = User(2, "Анна Петрова", (3,))
ANTON = User(3, "Антон Петров", (3,))
MAX = User(4, "Max Weber", (4,))
USERS = {user.id: user for user in (OLGA, ANNA, ANTON, MAX)}

NEW = Stage("NEW", "Новая", 0, 10, "P")
CONTRACT = Stage("CONTRACT", "Договор", 0, 30, "P")
WON = Stage("WON", "Сделка успешна", 0, 60, "S")
LOST = Stage("LOSE", "Сделка провалена", 0, 70, "F")
PROPOSAL = Stage("C1:PROPOSAL", "Proposal sent", 1, 20, "P")
NEGOTIATION = Stage("C1:NEGOTIATION", "Negotiation", 1, 40, "P")
EXPORT_CONTRACT = Stage("C1:CONTRACT", "Договор", 1, 50, "P")
EXPORT_WON = Stage("C1:WON", "Won", 1, 60, "S")
PIPELINES = (
    Pipeline(0, "Россия", (NEW, CONTRACT, WON, LOST)),
    Pipeline(1, "Export", (PROPOSAL, NEGOTIATION, EXPORT_CONTRACT, EXPORT_WON)),
)

ROMASHKA = Client(
    ClientKind.COMPANY, 7, "ООО «Ромашка»", phones=("8 (495) 123-45-67",), emails=("info@romashka.ru",), assigned_to=2
)
ROMASHKA_SOUTH = Client(ClientKind.COMPANY, 8, "Ромашка-Юг", assigned_to=3)
ACME = Client(ClientKind.COMPANY, 9, "Acme Corp", phones=("+49 30 1234567", "+49 151 23456789"), assigned_to=1)
SOMOV = Client(
    ClientKind.CONTACT,
    21,
    "Игорь Сомов",
    company="ООО «Ромашка»",
    position="директор по закупкам",
    phones=("+7 916 555-12-34",),
    assigned_to=2,
)
NORDWIND = Client(ClientKind.COMPANY, 10, "Nordwind", assigned_to=1)


def deal(number: int, title: str, amount: str, stage: Stage, client: Client | None = None, **more: object) -> Deal:
    value, currency = amount.split()
    of = {f"{client.kind}_id": client.id} if client else {}
    values = {"assigned_to": OLGA.id, **of, "created": at(20, month=5), **more}
    return Deal(number, title, Money(Decimal(value), currency), stage, **values)


DEALS = (
    deal(101, "Acme Corp, licences 2026", "48000 EUR", NEGOTIATION, ACME, last_activity=at(29, month=5)),
    deal(102, "Nordwind, service", "31500 EUR", PROPOSAL, NORDWIND, last_activity=at(8), closes=date(2026, 6, 12)),
    deal(103, "Ромашка, поставка", "310000 RUB", CONTRACT, ROMASHKA, last_activity=at(10, 9)),
    deal(104, "Acme Corp, support", "0 EUR", NEGOTIATION, ACME, last_activity=at(7), closes=date(2026, 6, 3)),
    deal(105, "Acme Corp, training", "9900 EUR", PROPOSAL, ACME, created=at(9), last_activity=at(9)),
    deal(106, "Nordwind, spare parts", "12000 EUR", EXPORT_CONTRACT, NORDWIND, last_activity=at(5)),
    deal(107, "Ромашка, монтаж", "45000 RUB", NEW, ROMASHKA, created=at(5), last_activity=at(6)),
    deal(108, "Nordwind, audit", "5000 EUR", PROPOSAL, NORDWIND, created=at(1), last_activity=at(4)),
    deal(111, "Ромашка, пробная партия", "90000 RUB", WON, ROMASHKA, moved=at(4), created=at(2, month=3)),
    deal(112, "Acme Corp, pilot", "7250 EUR", EXPORT_WON, ACME, moved=at(9), created=at(2, month=4)),
    deal(113, "Nordwind, first year", "20000 EUR", EXPORT_WON, NORDWIND, moved=at(14, month=4)),
    deal(114, "Ромашка, доставка", "15000 RUB", LOST, ROMASHKA, moved=at(2), created=at(2, month=3)),
    deal(121, "Юг, оптовая", "750000 RUB", CONTRACT, ROMASHKA_SOUTH, assigned_to=ANNA.id, last_activity=at(9)),
    deal(122, "Юг, розница", "120000 RUB", NEW, ROMASHKA_SOUTH, assigned_to=ANTON.id, last_activity=at(8)),
    deal(123, "Helios, pumps", "64000 EUR", NEGOTIATION, assigned_to=MAX.id, last_activity=at(9)),
)
CLIENTS = (ROMASHKA, ROMASHKA_SOUTH, ACME, SOMOV, NORDWIND)

HISTORY = tuple(
    StageChange(one.id, stage.id)
    for one in DEALS
    if one.id != 105
    for stage in PIPELINES[one.stage.pipeline_id].stages
    if stage.sort <= one.stage.sort and (stage.semantics == "P" or stage == one.stage)
)
"""Straight through the process; deal 105 came from elsewhere and has none."""

TASKS = (
    Task(301, "Позвонить в Ромашку", OLGA.id, "overdue", at(7, 18)),
    Task(302, "Contract Nordwind", OLGA.id, "open", at(10, 15), project="Export"),
    Task(303, "Отчёт за май", OLGA.id, "overdue", at(10, 10)),
    Task(304, "Прайс на июль", OLGA.id, "open", at(12, 18)),
    Task(305, "Навести порядок в папках", OLGA.id, "open"),
    Task(306, "Отправить акты", OLGA.id, "done", at(9, 18), at(9, 17), created=at(8, 9)),
    Task(307, "Счёт для Юга", ANNA.id, "open", at(10, 17)),
)

MEETINGS = (
    Meeting(701, OLGA.id, "Планёрка", at(10, 9, 30), at(10, 10), place="Переговорная 2"),
    Meeting(702, OLGA.id, "Demo for Acme Corp", at(10, 14), at(10, 15, 30), link="https://meet.example.com/acme"),
    Meeting(703, OLGA.id, "Зубной", at(11, 16), at(11, 17)),
    Meeting(704, OLGA.id, "Выставка", at(12, 0), at(14, 0), whole_day=True, availability="absent"),
    Meeting(705, OLGA.id, "Обед с [b]другом[/b]", at(12, 13), at(12, 14), availability="free", unanswered=True),
    Meeting(711, ANNA.id, "", at(10, 13), at(10, 14)),
    Meeting(712, ANTON.id, "", at(10, 17), at(10, 18), availability="quest"),
    Meeting(713, ANNA.id, "Планёрка", at(10, 9, 30), at(10, 10), place="Переговорная 2"),
)
COLLEAGUES = (
    Colleague(1, "Ольга Сергеева", "Руководитель продаж", (6, 30), date(2019, 2, 4)),
    Colleague(2, "Анна Петрова", "Менеджер", (6, 10), date(2021, 8, 2)),
    Colleague(4, "Max Weber", "", (6, 12), date(2026, 6, 3)),
    Colleague(5, "Eva Lind", "Accountant", None, date(2026, 6, 8)),
)

PROJECTS = (Project(1, "Website"), Project(2, "Export"), Project(3, "Export 2027"))

CALL_ACME = Made(Task(401, "Call Acme about the contract", OLGA.id, "open", at(11, 15)), at(10, 12, 1))

LAST_CALL = Activity(901, "call", "Исходящий звонок", at(9, 16, 20), True, False, ANNA.id, "Игорь Сомов", 7)
NEXT_MEETING = Activity(902, "meeting", "Встреча", at(12, 11), False, None, ANNA.id, "Игорь Сомов")


@dataclass
class Office:
    """Answers as the real portal does, from the records above; a test may put others in."""

    all_deals: Sequence[Deal] = DEALS
    all_tasks: Sequence[Task] = TASKS
    all_meetings: Sequence[Meeting] = MEETINGS
    all_clients: Sequence[Client] = CLIENTS
    lasts: Mapping[int, Activity] = field(default_factory=lambda: {ROMASHKA.id: LAST_CALL, SOMOV.id: LAST_CALL})
    plans: Mapping[int, Activity] = field(default_factory=lambda: {ROMASHKA.id: NEXT_MEETING})
    total_deals: int | None = None
    """What the portal says when it did not give all of them."""
    history: Sequence[StageChange] = HISTORY
    head: bool = True
    me: User = OLGA
    limited: str = ""
    connected: bool = True
    invitation: str = f"{PORTAL}/oauth/authorize/?client_id=local.1&state=s"
    zone: ZoneInfo = MOSCOW
    now: datetime = NOW
    made: Mapping[str, Made] = field(default_factory=dict)
    subscribed: Sequence[Subscription] = ()
    undone: Collection[str] = ()
    rings: bool = False
    may_call: bool = True
    asked: list[object] = field(default_factory=list)
    """Every criteria that came, so that a test sees what was asked."""

    @property
    def subscriptions(self) -> Subscribed:
        return Subscribed(self.now, self.subscribed)

    def invite(self) -> str:
        return self.invitation

    def withdraw(self) -> bool:
        return self.connected

    def deals(self, criteria: DealCriteria) -> DealPage:
        self.asked.append(criteria)
        found = tuple(one for one in self.all_deals if _deal_fits(one, criteria))
        return DealPage(found, self.total_deals or len(found), self.now)

    def each_deal(self, several: Sequence[DealCriteria], progress: Callable[[int, int], None]) -> Iterator[Deal]:
        self.asked += several
        found = [one for one in self.all_deals if any(_deal_fits(one, criteria) for criteria in several)]
        progress(len(found), len(found))
        return iter(found)

    def stage_changes(self, deals: Collection[int], progress: Callable[[int, int], None]) -> Iterator[StageChange]:
        progress(len(self.history), len(self.history))
        return (change for change in self.history if change.deal in deals)

    def each_task(
        self, period: Period, responsible: tuple[int, ...] | None, progress: Callable[[int, int], None]
    ) -> Iterator[Task]:
        moments = ((one, (one.created, one.closed, one.deadline)) for one in self.all_tasks)
        found = [one for one, some in moments if any(each and each.date() in period for each in some)]
        progress(len(found), len(found))
        return (one for one in found if responsible is None or one.responsible in responsible)

    def clients_of(self, deals: Sequence[Deal]) -> Mapping[int, Client]:
        return {one.id: client for one in deals if (client := _client_of(one))}

    def pipelines(self) -> tuple[Pipeline, ...]:
        return PIPELINES

    def find_clients(
        self,
        terms: Sequence[str],
        phone: str | None = None,
        email: str | None = None,
        *,
        card: str = "",  # noqa: ARG002
    ) -> tuple[Client, ...]:
        def fits(client: Client) -> bool:
            if phone:
                return any(_digits(phone)[-10:] == _digits(stored)[-10:] for stored in client.phones)
            if email:
                return email in client.emails
            return any(term.casefold() in client.name.casefold() for term in terms)

        return tuple(client for client in self.all_clients if fits(client))

    def client_card(self, client: Client) -> ClientCard:
        stored = next(one for one in self.all_clients if (one.kind, one.id) == (client.kind, client.id))
        deals = tuple(d for d in self.all_deals if _client_of(d) == stored and d.stage.semantics == "P")
        return ClientCard(
            stored, USERS.get(stored.assigned_to), deals, self.lasts.get(stored.id), self.plans.get(stored.id)
        )

    def last_contact(self, client: Client) -> Activity | None:
        return self.client_card(client).last

    def tasks(self, criteria: TaskCriteria) -> TaskPage:
        self.asked.append(criteria)
        found = tuple(one for one in self.all_tasks if _task_fits(one, criteria))
        return TaskPage(found, len(found), self.now)

    def meetings(self, criteria: MeetingCriteria) -> Agenda:
        self.asked.append(criteria)
        opens = datetime.combine(criteria.period.first, time.min, self.zone)
        closes = datetime.combine(criteria.period.last, time.max, self.zone)
        found = [one for one in self.all_meetings if one.owner in criteria.people]
        return Agenda(tuple(one for one in found if one.start < closes and one.end > opens), WorkingHours(), self.now)

    def colleagues(self) -> tuple[Colleague, ...]:
        return COLLEAGUES

    def projects(self, name: str) -> tuple[Project, ...]:
        return tuple(each for each in PROJECTS if name.casefold() in each.name.casefold())

    def create_task(self, new: NewTask, key: str) -> Made:
        if key in self.made:
            return replace(self.made[key], before=True)
        return Made(Task(402, new.title, new.responsible, "open", new.deadline, project=new.project), self.now)

    def undo_task(self, key: str) -> Undone:
        made = self.made.get(key)
        if made is None:
            return Undone(None)
        if key in self.undone:
            return Undone(made.task, self.now, before=True)
        if self.now - made.at > timedelta(minutes=10):
            return Undone(made.task)
        return Undone(made.task, self.now)

    def start_call(self, phone: str, name: str, key: str) -> Started:  # noqa: ARG002
        if not self.may_call:
            raise ForbiddenError
        return Started(before=key in self.made, sure=key != "lost")

    def finish_task(self, task_id: int, key: str) -> Made:
        task = self._task(task_id)
        return Made(replace(task, state="done", closed=self.now), self.now, before=key in self.made)

    def move_task(self, task_id: int, deadline: datetime, key: str) -> Made:
        return Made(replace(self._task(task_id), state="open", deadline=deadline), self.now, before=key in self.made)

    def set_task_back(self, key: str) -> Undone:
        return self.undo_task(key)

    def _task(self, task_id: int) -> Task:
        return next(task for task in self.all_tasks if task.id == task_id)

    def people(self, name: str) -> tuple[User, ...]:
        return tuple(user for user in USERS.values() if name.casefold()[:4] in user.name.casefold())

    def users(self, ids: Collection[int]) -> Mapping[int, User]:
        return {number: USERS[number] for number in ids if number in USERS}

    def team(self) -> tuple[User, ...]:
        return (OLGA, ANNA, ANTON)

    def leads(self) -> bool:
        return self.head


def many_deals(count: int, make: Callable[[int, Deal], Deal] = lambda _, deal: deal) -> tuple[Deal, ...]:
    """Olga's open deals of 1,000, 2,000 … euros."""
    return tuple(
        make(n, deal(1000 + n, f"Deal {n}", f"{1000 * n} EUR", PROPOSAL, last_activity=NOW - timedelta(days=2)))
        for n in range(1, count + 1)
    )


def renamed(one: Deal, title: str) -> Deal:
    return replace(one, title=title)


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit())


def _client_of(one: Deal) -> Client | None:
    return next((client for client in CLIENTS if client.id in {one.company_id, one.contact_id}), None)


def _deal_fits(one: Deal, criteria: DealCriteria) -> bool:
    states = {"open": "P", "won": "S", "lost": "F", "closed": "SF", "all": "PSF"}
    if one.stage.semantics not in states[criteria.state]:
        return False
    if criteria.created_before and (one.created is None or one.created.date() >= criteria.created_before):
        return False
    if criteria.created_from and (one.created is None or one.created.date() < criteria.created_from):
        return False
    if criteria.period:
        if criteria.date_meaning == "closing":
            day = one.closes
        else:
            moment = one.moved if criteria.state in {"won", "lost", "closed"} else one.created
            day = moment.date() if moment else None
        if day is None or day not in criteria.period:
            return False
    client = _client_of(one)
    wanted = criteria.company_ids or criteria.contact_ids
    return (
        (criteria.assigned_to is None or one.assigned_to in criteria.assigned_to)
        and (criteria.pipeline_id is None or one.stage.pipeline_id == criteria.pipeline_id)
        and (not criteria.stages or one.stage.id in criteria.stages)
        and (not wanted or (client is not None and client.id in wanted))
        and _amount_fits(one, criteria)
    )


def _amount_fits(one: Deal, criteria: DealCriteria) -> bool:
    bounds = criteria.amount
    if bounds is None:
        return True
    return (
        (bounds.min is None or one.amount.value >= bounds.min)
        and (bounds.max is None or one.amount.value <= bounds.max)
        and (bounds.currency is None or one.amount.currency == bounds.currency)
    )


def _task_fits(one: Task, criteria: TaskCriteria) -> bool:
    if criteria.responsible is not None and one.responsible not in criteria.responsible:
        return False
    if criteria.project and one.project != criteria.project:
        return False
    if criteria.state == "due":
        last = criteria.period.last if criteria.period else NOW.date()
        return one.state != "done" and one.deadline is not None and one.deadline.date() <= last
    moment = one.closed if criteria.state == "done" else one.deadline
    if criteria.period and (moment is None or moment.date() not in criteria.period):
        return False
    return one.state in {"open": ("open", "overdue"), "overdue": ("overdue",), "done": ("done",)}[criteria.state]
