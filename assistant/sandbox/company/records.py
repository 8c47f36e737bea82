"""The rows of the company's tables. Moments are Unix seconds, days are days; absent references are 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

DEAL, CONTACT, COMPANY = 2, 3, 4
"""Entity type ids (api-reference/crm/data-types)."""


@dataclass(slots=True)
class User:
    """A person with an account."""

    id: int
    login: str
    name: str
    last_name: str
    gender: str
    """`M` or `F`."""
    position: str
    departments: tuple[int, ...]
    email: str
    time_zone: str
    """An IANA name; empty is the portal's zone."""
    language: str
    work_phone: str = ""
    mobile: str = ""
    inner_phone: str = ""
    birthday: date | None = None
    registered: date | None = None
    admin: bool = False
    active: bool = True
    kind: str = "employee"
    """Or `extranet`: a guest."""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.name} {self.last_name}".strip()


@dataclass(slots=True)
class Department:
    """A department; `head` is 0 when nobody heads it."""

    id: int
    name: str
    parent: int
    head: int
    sort: int = 500


@dataclass(slots=True)
class Group:
    """A workgroup, which tasks know as their project."""

    id: int
    name: str
    owner: int
    members: tuple[int, ...]


@dataclass(slots=True)
class Stage:
    """A stage of a pipeline; `semantics` is P, S or F."""

    id: int
    status_id: str
    name: str
    sort: int
    semantics: str
    category_id: int
    color: str


@dataclass(slots=True)
class Category:
    """A sales pipeline."""

    id: int
    name: str
    sort: int
    default: bool


@dataclass(slots=True)
class Currency:
    """A currency: `amount` of the base currency for `count` units."""

    code: str
    name: str
    amount: float
    count: int
    base: bool
    decimals: int
    format: str


@dataclass(slots=True)
class Deal:
    """A deal."""

    id: int
    title: str
    category_id: int
    stage_id: str
    semantics: str
    opportunity: float
    currency_id: str
    created: int
    updated: int
    moved: int
    last_activity: int
    begin: date
    close: date
    assigned_by: int
    created_by: int
    moved_by: int
    contact_id: int
    company_id: int
    probability: int = 0
    source_id: str = "WEB"
    comments: str = ""


@dataclass(slots=True)
class StageChange:
    """A stage that a deal entered; `type_id`: 1 created, 2 between, 3 final."""

    id: int
    type_id: int
    owner_id: int
    created: int
    category_id: int
    semantics: str
    stage_id: str


@dataclass(slots=True)
class Contact:
    """A person at a client."""

    id: int
    name: str
    last_name: str
    post: str
    company_id: int
    assigned_by: int
    created: int
    updated: int
    last_activity: int
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Company:
    """A client."""

    id: int
    title: str
    industry: str
    assigned_by: int
    created: int
    updated: int
    last_activity: int
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Activity:
    """A call, e-mail, meeting, chat or to-do at a record of the CRM."""

    id: int
    owner_type_id: int
    owner_id: int
    type_id: int
    """1 meeting, 2 call, 4 e-mail, 6 provided by `provider_id`."""
    provider_id: str
    direction: int
    """1 incoming, 2 outgoing, 0 neither."""
    subject: str
    completed: bool
    responsible: int
    author: int
    created: int
    updated: int
    start: int
    end: int
    deadline: int
    """0 for none."""
    description: str
    bindings: tuple[tuple[int, int], ...]
    """(type, id) of every record it belongs to, the owner first."""
    address: str
    """The phone, e-mail address or nothing of the other side."""


@dataclass(slots=True)
class Task:
    """A task; `status`: 2 pending, 3 in progress, 4 awaiting control, 5 done, 6 deferred."""

    id: int
    title: str
    description: str
    status: int
    priority: int
    responsible: int
    created_by: int
    created: int
    changed: int
    deadline: int
    closed: int
    closed_by: int
    started: int
    group_id: int = 0
    auditors: tuple[int, ...] = ()
    accomplices: tuple[int, ...] = ()
    crm: tuple[str, ...] = ()
    """Records of the CRM as `D_10`, `C_3`, `CO_4`."""
    tags: tuple[str, ...] = ()
    xml_id: str = ""
    chat_id: int = 0


@dataclass(frozen=True, slots=True)
class Repetition:
    """How an event comes again, in the terms of iCalendar."""

    frequency: str
    """`DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`."""
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    """Of a weekly event, from Monday (0)."""
    count: int = 0
    """How often in all; 0 is without end."""
    until: date | None = None
    """The last day on which it may begin."""
    without: tuple[date, ...] = ()
    """Days on which it does not take place."""


@dataclass(slots=True)
class Event:
    """An event in a person's calendar.

    Events of whole days begin and end at the UTC midnights of their first and last day, as the portal keeps them.
    """

    id: int
    owner_id: int
    created_by: int
    name: str
    start: int
    end: int
    whole_day: bool
    accessibility: str
    """`busy`, `absent`, `quest` or `free`."""
    importance: str
    private: bool
    location: str
    description: str
    created: int
    changed: int
    zone: str
    attendees: tuple[int, ...] = ()
    meeting: bool = False
    parent_id: int = 0
    """The organiser's event, for an attendee's copy; otherwise the event itself."""
    rule: Repetition | None = None
    """`None` happens once."""
    answer: str = "Q"
    """Of who was invited, in their copy: `Y`, `N`, `Q` not yet."""
