"""The portal as one person sees it, with that person's token or as far as things are provably that person's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.bitrix24.asker import Asker
from assistant.bitrix24.calendars import Calendars
from assistant.bitrix24.calls import Calls
from assistant.bitrix24.capabilities import DRIVE
from assistant.bitrix24.clients import Clients
from assistant.bitrix24.colleagues import read_colleagues
from assistant.bitrix24.deal_clients import read_clients
from assistant.bitrix24.deals import Deals
from assistant.bitrix24.dialogs import find_said
from assistant.bitrix24.drive import FILES, readable_files
from assistant.bitrix24.people import People
from assistant.bitrix24.permissions import Permission
from assistant.bitrix24.projects import find_projects
from assistant.bitrix24.rows import Progress, unheard
from assistant.bitrix24.stage_history import stage_changes
from assistant.bitrix24.task_acts import TaskActs
from assistant.bitrix24.task_writes import TaskWrites, Writing
from assistant.bitrix24.tasks import Tasks
from assistant.errors import ForbiddenError
from assistant.models import (
    Activity,
    Agenda,
    Client,
    ClientCard,
    Colleague,
    Deal,
    DealCriteria,
    DealPage,
    DriveFile,
    Made,
    MeetingCriteria,
    NewTask,
    Period,
    Pipeline,
    Project,
    StageChange,
    Started,
    Task,
    TaskCriteria,
    TaskPage,
    Undone,
    User,
)
from assistant.subscriptions import PersonsSubscriptions


class AskersPortal:
    """One person's view; made for one question, since `now` stands still."""

    def __init__(
        self,
        asker: Asker,
        permission: Permission | None = None,
        writing: Writing | None = None,
        subscriptions: PersonsSubscriptions | None = None,
        *,
        limited: str = "",
    ) -> None:
        """Without `permission` the portal is reached in a way that needs none of this person.

        Without `writing` this is a view that changes nothing; see `limited` below.
        """
        self._asker = asker
        self._permission = permission
        self._limited = limited
        self._people = People(asker)
        self._deals = Deals(asker, self._people)
        self._clients = Clients(asker, self._people, self._deals)
        self._tasks = Tasks(asker)
        self._writing = writing
        self._subscriptions = subscriptions

    @property
    def me(self) -> User:
        """The person who asks; the departments are not known here."""
        return self._asker.me

    @property
    def limited(self) -> str:
        """What is limited to what is provably the person's own: `all`, `tasks` only, or nothing."""
        return self._limited

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return self._asker.zone

    @property
    def now(self) -> datetime:
        """The moment of the question, in that zone."""
        return self._asker.now

    @property
    def as_of(self) -> datetime | None:
        """When the oldest was read of what was remembered for this answer and is no longer new; usually nothing is."""
        age = self._asker.directories.age
        return self._asker.now - timedelta(seconds=age) if age else None

    @property
    def connected(self) -> bool:
        """See `Permission.given`."""
        return self._permission is None or self._permission.given

    def invite(self) -> str:
        """See `Permission.invite`; empty where no permission is needed."""
        return self._permission.invite() if self._permission else ""

    def withdraw(self) -> bool:
        """See `Permission.withdraw`."""
        return self._permission is not None and self._permission.withdraw()

    @property
    def subscriptions(self) -> PersonsSubscriptions:
        """What the person wants regularly."""
        if self._subscriptions is None:
            raise ForbiddenError("this view of the portal changes nothing")
        return self._subscriptions

    def deals(self, criteria: DealCriteria) -> DealPage:
        """See `Deals.deals`."""
        return self._deals.deals(criteria)

    def each_deal(self, several: Sequence[DealCriteria], progress: Progress = unheard) -> Iterator[Deal]:
        """See `Deals.each`."""
        return self._deals.each(several, progress)

    def stage_changes(self, deals: Collection[int], progress: Progress = unheard) -> Iterator[StageChange]:
        """The histories of these deals; see `stage_history.stage_changes`."""
        # Among rows of others, which are left out, nobody would know which page is the last.
        by_range = self._limited != "all"
        return stage_changes(self._asker.connection, deals, by_range=by_range, progress=progress)

    def clients_of(self, deals: Sequence[Deal]) -> Mapping[int, Client]:
        """See `read_clients`."""
        return read_clients(self._asker, deals)

    def pipelines(self) -> tuple[Pipeline, ...]:
        """See `Deals.pipelines`."""
        return self._deals.pipelines()

    def find_clients(
        self, terms: Sequence[str], phone: str | None = None, email: str | None = None, *, card: str = ""
    ) -> tuple[Client, ...]:
        """See `Clients.find_clients`."""
        return self._clients.find_clients(terms, phone, email, card=card)

    def client_card(self, client: Client) -> ClientCard:
        """See `Clients.client_card`."""
        return self._clients.client_card(client)

    def last_contact(self, client: Client) -> Activity | None:
        """See `Clients.last_contact`."""
        return self._clients.last_contact(client)

    def tasks(self, criteria: TaskCriteria) -> TaskPage:
        """See `Tasks.tasks`."""
        return self._tasks.tasks(criteria)

    def each_task(
        self, period: Period, responsible: tuple[int, ...] | None, progress: Progress = unheard
    ) -> Iterator[Task]:
        """See `Tasks.each`."""
        return self._tasks.each(period, responsible, progress)

    def meetings(self, criteria: MeetingCriteria) -> Agenda:
        """See `Calendars.meetings`."""
        return Calendars(self._asker).meetings(criteria)

    def colleagues(self) -> tuple[Colleague, ...]:
        """See `read_colleagues`."""
        return read_colleagues(self._asker)

    def projects(self, name: str) -> tuple[Project, ...]:
        """See `find_projects`; a webhook cannot prove whose a project is."""
        return () if self._limited else find_projects(self._asker, name)

    def create_task(self, new: NewTask, key: str) -> Made:
        """See `TaskWrites.create`."""
        return self._task_writes.create(new, key)

    def undo_task(self, key: str) -> Undone:
        """See `TaskWrites.undo`."""
        return self._task_writes.undo(key)

    @property
    def rings(self) -> bool:
        """See `Calls.offered`; a webhook would ring its owner."""
        return not self._limited and self._writing is not None and Calls(self._asker, self._writing).offered

    def start_call(self, phone: str, name: str, key: str) -> Started:
        """See `Calls.start`."""
        if self._limited:
            raise ForbiddenError("a webhook would ring its owner")
        return Calls(self._asker, self._allowed).start(phone, name, key)

    def finish_task(self, task_id: int, key: str) -> Made:
        """See `TaskActs.finish`."""
        return self._task_acts.finish(task_id, key)

    def move_task(self, task_id: int, deadline: datetime, key: str) -> Made:
        """See `TaskActs.move`."""
        return self._task_acts.move(task_id, deadline, key)

    def set_task_back(self, key: str) -> Undone:
        """See `TaskActs.take_back`."""
        return self._task_acts.take_back(key)

    def readable_files(self, ids: Collection[int], address: str) -> Mapping[int, DriveFile]:
        """See `readable_files`; nothing where the assistant may not look at the Drive as this person."""
        may_look = not self._limited and self._writing is not None
        if not may_look or not self._allowed.capabilities().offers(FILES, DRIVE):
            return {}
        return readable_files(self._asker, address, ids)

    @property
    def _task_acts(self) -> TaskActs:
        return TaskActs(self._asker, self._allowed)

    @property
    def _task_writes(self) -> TaskWrites:
        return TaskWrites(self._asker, self._allowed)

    @property
    def _allowed(self) -> Writing:
        if self._writing is None:
            raise ForbiddenError("this view of the portal changes nothing")
        return self._writing

    def said(self, dialog_id: str, authors: Collection[int], after: int, text: str) -> int:
        """See `find_said`."""
        return find_said(self._asker, dialog_id, authors, after, text)

    def people(self, name: str) -> tuple[User, ...]:
        """See `People.people`."""
        return self._people.people(name)

    def users(self, ids: Collection[int]) -> Mapping[int, User]:
        """See `People.users`."""
        return self._people.users(ids)

    def team(self) -> tuple[User, ...]:
        """See `People.team`."""
        return self._people.team()

    def leads(self) -> bool:
        """See `People.leads`."""
        return self._people.leads()
