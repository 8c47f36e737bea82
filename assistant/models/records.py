"""Records of the portal in our own terms, whichever REST method brought them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.models.period import Amount, Money, Period


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pipeline."""

    id: str
    """Code of the portal (`C1:NEW`); never shown to people."""
    name: str
    pipeline_id: int
    sort: int
    semantics: str
    """`P` in progress, `S` won, `F` lost."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A sales pipeline ("funnel") with its stages in their order."""

    id: int
    name: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class User:
    """An employee."""

    id: int
    name: str
    department_ids: tuple[int, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal; times have a zone, `closes` is a calendar date."""

    id: int
    title: str
    amount: Money
    stage: Stage
    assigned_to: int
    company_id: int = 0
    contact_id: int = 0
    """The main one; 0 in either: there is none."""
    created: datetime | None = None
    moved: datetime | None = None
    closes: date | None = None
    last_activity: datetime | None = None

    @property
    def url(self) -> str:
        """Its card in the portal."""
        return f"/crm/deal/details/{self.id}/"


@dataclass(frozen=True, slots=True)
class StageChange:
    """A stage that a deal entered."""

    deal: int
    stage: str
    """Code of the portal."""


@dataclass(frozen=True, slots=True)
class DealCriteria:
    """Which deals are meant; what the asker may not read never matches."""

    state: str = "open"
    """`open`, `won`, `lost`, `closed`, `all`."""
    period: Period | None = None
    date_meaning: str | None = None
    """`closing` compares `closedate`; else the state decides which date counts."""
    created_before: date | None = None
    """Only deals that were created before this day; with states whose period means another date."""
    created_from: date | None = None
    """Only deals that were created on this day or later; in the same way."""
    assigned_to: tuple[int, ...] | None = None
    """Responsible people; `None` is everybody whose deals the asker may read."""
    stages: tuple[str, ...] = ()
    """Codes of stages; empty is any."""
    pipeline_id: int | None = None
    """Only deals of this pipeline."""
    amount: Amount | None = None
    contact_ids: tuple[int, ...] = ()
    company_ids: tuple[int, ...] = ()
    """Deals of any of these clients; both empty is any client."""


@dataclass(frozen=True, slots=True)
class TaskCriteria:
    """Which tasks are meant."""

    state: str = "open"
    """`open`, `overdue`, `done`, `due`: open with a deadline up to the end of the period (or today)."""
    period: Period | None = None
    date_meaning: str | None = None
    """`created` compares the creation date; else the deadline, or the closing date of done tasks."""
    responsible: tuple[int, ...] | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class ClientCard:
    """What is known about a client, as the asker may read it."""

    client: Client
    responsible: User | None
    deals: tuple[Deal, ...]
    """Open deals."""
    last: Activity | None
    """The last contact, as `docs/numbers.md` defines it."""
    planned: Activity | None
    """The next planned activity."""


@dataclass(frozen=True, slots=True)
class DealPage:
    """Deals that match, all of them unless `total` says otherwise."""

    deals: tuple[Deal, ...]
    total: int
    as_of: datetime
    """When the portal answered, in the asker's zone."""


class ClientKind(StrEnum):
    """What a client is in the CRM."""

    CONTACT = "contact"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Client:
    """A contact or a company."""

    kind: ClientKind
    id: int
    name: str
    company: str = ""
    """The company of a contact."""
    position: str = ""
    phones: tuple[str, ...] = ()
    """As stored in the portal."""
    emails: tuple[str, ...] = ()
    assigned_to: int = 0
    limited: bool = False
    """Only the name may be told: nothing proves that the rest is the asker's to see."""

    @property
    def url(self) -> str:
        """Its card in the portal."""
        return f"/crm/{self.kind}/details/{self.id}/"


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that happened with a client, or is planned."""

    id: int
    kind: str
    """`call`, `email`, `meeting`, `chat`, `todo`, `other`."""
    subject: str
    at: datetime
    """When it took place or will; with zone."""
    done: bool
    incoming: bool | None
    """Direction, `None` when it has none."""
    responsible: int
    with_whom: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task."""

    id: int
    title: str
    responsible: int
    state: str
    """`open`, `overdue`, `done`."""
    deadline: datetime | None = None
    closed: datetime | None = None
    project: str = ""
    created: datetime | None = None

    @property
    def url(self) -> str:
        """Its page in the portal."""
        return f"/company/personal/user/{self.responsible}/tasks/task/view/{self.id}/"


@dataclass(frozen=True, slots=True)
class DriveFile:
    """A file on the portal's Drive."""

    id: int
    size: int
    """Bytes."""
    url: str
    """Its page, relative to the portal."""


@dataclass(frozen=True, slots=True)
class Project:
    """A workgroup that tasks can belong to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made."""

    title: str
    responsible: int
    deadline: datetime | None = None
    """With zone."""
    project_id: int = 0
    project: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A task that was made or changed."""

    task: Task
    at: datetime
    before: bool = False
    """By an earlier press of the same button."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the wish to take a task back."""

    task: Task | None
    """As it was; `None`: nothing was ever done that could be taken back."""
    at: datetime | None = None
    """When it was taken back; `None`: it is too late for that."""
    before: bool = False
    """By an earlier press of the same button."""


@dataclass(frozen=True, slots=True)
class Started:
    """A call that the portal was asked to start."""

    before: bool = False
    """By an earlier press of the same button."""
    sure: bool = True
    """False: the portal's answer got lost."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Tasks that match."""

    tasks: tuple[Task, ...]
    total: int
    as_of: datetime
