"""What the scenarios need from a portal. Everything is read with the asker's own rights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from assistant.models import (
    Activity,
    Agenda,
    Client,
    ClientCard,
    Colleague,
    Deal,
    DealCriteria,
    DealPage,
    Made,
    MeetingCriteria,
    NewTask,
    Period,
    Pipeline,
    Project,
    Rhythm,
    Run,
    Span,
    StageChange,
    Started,
    Subscription,
    Task,
    TaskCriteria,
    TaskPage,
    Undone,
    User,
)

RowsRead = Callable[[int, int], None]
"""Told how far a long reading is: rows that came, rows that there are."""


class Asker(Protocol):
    """Who asks, where and when."""

    @property
    def me(self) -> User:
        """The asker."""
        ...

    @property
    def limited(self) -> str:
        """What is limited to what is provably the asker's own: `all`, `tasks`, or empty for nothing."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """The asker's time zone: periods and "today" are counted in it."""
        ...

    @property
    def now(self) -> datetime:
        """The moment of the question, in the asker's zone."""
        ...


class Deals(Protocol):
    """Deals and their pipelines."""

    def deals(self, criteria: DealCriteria) -> DealPage:
        """Deals that match, in no order."""
        ...

    def clients_of(self, deals: Sequence[Deal]) -> Mapping[int, Client]:
        """With whom deals are, by deal; only `kind`, `id` and `name`. One that the asker may not read is left out."""
        ...

    def pipelines(self) -> tuple[Pipeline, ...]:
        """Every pipeline that the asker may read, with its stages in their order."""
        ...

    def each_deal(self, several: Sequence[DealCriteria], progress: RowsRead) -> Iterator[Deal]:
        """Deals that match any of several criteria, each once, as they come, in few requests; the first is made here.

        While they come a `PortalError` may be raised: those until then are all right, and not all.
        """
        ...

    def stage_changes(self, deals: Collection[int], progress: RowsRead) -> Iterator[StageChange]:
        """The stages that these deals entered, in no order; like `each_deal`."""
        ...


class Clients(Protocol):
    """Contacts and companies."""

    def find_clients(
        self, terms: Sequence[str], phone: str | None = None, email: str | None = None, *, card: str = ""
    ) -> tuple[Client, ...]:
        """Clients whose name contains one of the terms, or with exactly this phone (E.164) or e-mail.

        With `card`, what was written, one of them is going to be shown: the card of the likeliest may be read at once.
        """
        ...

    def client_card(self, client: Client) -> ClientCard:
        """What is known about a client; `kind` and `id` are enough to find it."""
        ...

    def last_contact(self, client: Client) -> Activity | None:
        """The newest completed contact that the asker may read."""
        ...


class Tasks(Protocol):
    """Tasks."""

    def tasks(self, criteria: TaskCriteria) -> TaskPage:
        """Tasks that match, in no order."""
        ...

    def each_task(self, period: Period, responsible: tuple[int, ...] | None, progress: RowsRead) -> Iterator[Task]:
        """Tasks that were created or closed in a period or had to be done in it; like `each_deal`."""
        ...


class Calendars(Protocol):
    """Calendars."""

    def meetings(self, criteria: MeetingCriteria) -> Agenda:
        """Meetings of people in a period, in no order; without a title where the asker may not read it."""
        ...


class TaskWrites(Protocol):
    """Makes tasks, finishes and moves them; each key stands for one deed, however often it is asked for."""

    def projects(self, name: str) -> tuple[Project, ...]:
        """Projects of the asker whose name contains this one."""
        ...

    def create_task(self, new: NewTask, key: str) -> Made:
        """Make a task with the asker as its creator."""
        ...

    def undo_task(self, key: str) -> Undone:
        """Delete it, up to ten minutes after it was made."""
        ...

    def finish_task(self, task_id: int, key: str) -> Made:
        """Finish a task of the asker."""
        ...

    def move_task(self, task_id: int, deadline: datetime, key: str) -> Made:
        """Give a task of the asker another deadline, with zone."""
        ...

    def set_task_back(self, key: str) -> Undone:
        """Set what was finished or moved back to what it was, up to ten minutes later."""
        ...


class Calls(Protocol):
    """Calls that the portal starts."""

    @property
    def rings(self) -> bool:
        """The portal can ring the asker, and then a number."""
        ...

    def start_call(self, phone: str, name: str, key: str) -> Started:
        """Ring the asker, then the number; one call a key."""
        ...


class People(Protocol):
    """Employees."""

    def people(self, name: str) -> tuple[User, ...]:
        """Colleagues whose name resembles this one."""
        ...

    def users(self, ids: Collection[int]) -> Mapping[int, User]:
        """Employees by id; unknown ids are left out."""
        ...

    def colleagues(self) -> tuple[Colleague, ...]:
        """All employees of the company, in no order."""
        ...

    def team(self) -> tuple[User, ...]:
        """The active people of the departments that the asker heads, else of the asker's own department."""
        ...

    def leads(self) -> bool:
        """Whether the asker heads a department."""
        ...


class Permission(Protocol):
    """Whether the assistant may act for the asker."""

    @property
    def connected(self) -> bool:
        """There are tokens of the asker."""
        ...

    def invite(self) -> str:
        """The address of the portal's page where the asker connects; good for ten minutes, once, for nobody else.

        Empty where no permission is needed.
        """
        ...

    def withdraw(self) -> bool:
        """Wipe the asker's tokens. False: there were none."""
        ...


class Subscriptions(Protocol):
    """What the asker wants regularly."""

    def all(self) -> tuple[Subscription, ...]:
        """The next one first."""
        ...

    def add(self, run: Run, span: Span | None, rhythm: Rhythm) -> Subscription | None:
        """Deliver the answer to a question regularly; the same wish twice is one. `None`: there are too many."""
        ...

    def change(self, id_: str, rhythm: Rhythm) -> Subscription | None:
        """Another rhythm. Here and below `None`: there is no such subscription."""
        ...

    def move_along(self, id_: str, span: Span) -> Subscription | None:
        """A period that moves along in place of one that never changes."""
        ...

    def stop(self, id_: str) -> Subscription | None:
        """No delivery any more; what it was."""
        ...


class Subscribing(Protocol):
    """Where subscriptions are kept."""

    @property
    def subscriptions(self) -> Subscriptions:
        """Of the asker."""
        ...


class Portal(Asker, Permission, Deals, Clients, Tasks, TaskWrites, Calendars, Calls, People, Subscribing, Protocol):
    """The portal as one person sees it."""
