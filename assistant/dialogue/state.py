"""What the assistant remembers of one person in one dialog."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.models import Action, Ask, Cancel, Decline, Kind, Pronoun, Run, Slots, Step

QUESTION_LIFE = timedelta(minutes=10)
"""After this time an answer no longer belongs to the question."""
CONFIRM = "confirm"
"""The slot of a yes-or-no question."""
CHANGE = "change"
"""The slot of the question what is to be different."""
_TALK = ("smalltalk.", "dialogue.", "subscription.", "help")
"""Intents whose answers nobody goes on from."""
TEAM = "team"
"""The person of a slot that is a group."""
REMEMBERED = 20
"""Buttons that may be typed, at most."""
REPEATS = 2
"""How often an open question comes back by itself."""
FORGETS = "session.disconnect"
"""The intent after which nothing is remembered."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the assistant asked last and waits for."""

    ask: Ask
    at: datetime
    """When it was asked, with zone."""
    repeated: int = 0
    """How often it came back after a question beside it."""

    def open(self, now: datetime) -> bool:
        """Whether an answer still belongs to it."""
        return now - self.at < QUESTION_LIFE


@dataclass(frozen=True, slots=True)
class Client:
    """Whom a pronoun means."""

    name: str | None
    id: int | None = None
    kind: str | None = None

    @classmethod
    def of(cls, slots: Slots) -> Client | None:
        """The client of a step, if it has one."""
        if slots.client is None and slots.client_id is None:
            return None
        return cls(slots.client, slots.client_id, slots.client_kind)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who else a pronoun may mean."""

    name: str | None
    id: int | None = None

    @classmethod
    def of(cls, slots: Slots) -> Colleague | None:
        """The one colleague of a step, if it has one."""
        if slots.person == TEAM or (slots.person is None and slots.person_id is None):
            return None
        return cls(slots.person, slots.person_id)


@dataclass(frozen=True, slots=True)
class Offered:
    """A button of the last answer: what it says may be typed as well."""

    label: str
    """Empty for the list of what the answer counted: words lead there, no button."""
    run: Run | None = None
    ask: Ask | None = None
    cancel: bool = False

    @classmethod
    def of(cls, label: str, action: Action) -> Offered:
        """The button; what shows an answer in a group is only pressed."""
        run, ask = action if isinstance(action, Run) else None, action if isinstance(action, Ask) else None
        return cls(label, run, ask, isinstance(action, Cancel))

    @property
    def step(self) -> Run | Ask | Cancel | None:
        """What it does."""
        return self.run or self.ask or (Cancel() if self.cancel else None)


@dataclass(frozen=True, slots=True)
class State:
    """Everything remembered; forgotten as a whole after a day of silence."""

    lang: str = ""
    """The language of the person's last message with words in it."""
    question: Question | None = None
    last: Run | None = None
    """What was answered last."""
    client: Client | None = None
    """The client who was spoken of last."""
    message: int = 0
    """The question that the person asked last; 0 when a button was pressed since."""
    turned_away: bool = False
    """The person is of another company, or a bot, and was told so."""
    said: int = 0
    """The id of the last answer that the person got here."""
    shelved: Question | None = None
    """The question that was open when the assistant had to ask another one."""
    colleague: Colleague | None = None
    """The colleague who was spoken of last."""
    colleague_last: bool = False
    """The colleague was spoken of after the client."""
    offered: tuple[Offered, ...] = ()
    """Buttons of the last answer."""

    def before(self, now: datetime, kind: Kind = Kind.CORRECTION) -> Run | None:
        """What a follow-up or a correction is about: the open question's step, else what was answered last.

        Once something was asked beside the question, a follow-up goes on from that; a correction mends the question.
        """
        question = self.question if self.question and self.question.open(now) else None
        if question is None or (kind is Kind.FOLLOWUP and question.repeated and self.last):
            return self.last
        return question.ask.run

    def wanted(self, now: datetime) -> str:
        """The slot that an open question asks for; empty when none is open or it wants a yes or no."""
        question = self.question if self.question and self.question.open(now) else None
        return question.ask.slot if question and question.ask.slot not in {CONFIRM, CHANGE} else ""

    def answered(self, run: Run) -> State:
        """The state after a step was answered."""
        if run.intent == FORGETS:
            return State()
        if run.intent.startswith(_TALK):
            return self
        client, colleague = Client.of(run.slots), Colleague.of(run.slots)
        return replace(
            self,
            last=run,
            client=client or self.client,
            colleague=colleague or self.colleague,
            colleague_last=client is None and (colleague is not None or self.colleague_last),
        )

    def meant(self, pronoun: Pronoun) -> Client | Colleague | None:
        """Who is spoken of: "they" is a client, "he" whoever was the last."""
        if pronoun is Pronoun.NOBODY:
            return None
        if pronoun is Pronoun.ONE and self.colleague_last:
            return self.colleague
        return self.client or self.colleague

    def asking(self, ask: Ask, now: datetime) -> State:
        """With another question; one about something else waits until this one is answered."""
        before = self.question if self.question and self.question.open(now) else None
        other = before is not None and before.ask.run.intent != ask.run.intent
        return replace(self, question=Question(ask, now), shelved=before if other else self.shelved)

    def settled(self) -> State:
        """Without the question; the one that had to wait is open again."""
        return replace(self, question=self.shelved, shelved=None)

    def pressed(self, action: Run | Ask | Cancel, now: datetime) -> State:
        """After a button, as far as questions go: one beside the open question leaves it open."""
        question = self.question if self.question and self.question.open(now) else None
        beside = isinstance(action, Run) and question and action.intent != question.ask.run.intent
        return replace(self if beside or isinstance(action, Ask) else self.settled(), message=0)

    def back(self, now: datetime) -> Ask | None:
        """The open question, if it is to come back after what was said beside it."""
        question = self.question if self.question and self.question.open(now) else None
        return question.ask if question and question.repeated < REPEATS else None

    def offering(self, buttons: tuple[Offered, ...], step: Step) -> State:
        """With the buttons of the answer; beside one that says nothing new those of before still count."""
        talk = isinstance(step, Decline) or (isinstance(step, Run) and step.intent.startswith(_TALK))
        before = [each for each in self.offered if each.run and not each.run.confirmed] if talk else []
        return replace(self, offered=(*buttons, *before)[:REMEMBERED])

    def following(self, group: State, *, asked: bool) -> State:
        """What the private chat remembers of an answer that was told here and asked for in a group.

        Args:
            group: the state there, after the answer.
            asked: the answer asks something: it is to be answered here.
        """
        return replace(
            self,
            lang=group.lang,
            question=group.question if asked else self.question,
            last=group.last,
            client=group.client,
            message=0,
            colleague=group.colleague,
            colleague_last=group.colleague_last,
            offered=group.offered,
        )

    def elsewhere(self) -> State:
        """The question was asked in another chat: it does not come back here."""
        return self if self.question is None else replace(self, question=replace(self.question, repeated=REPEATS))

    def repeated(self, now: datetime) -> State:
        """The open question was asked once more."""
        if self.question is None:
            return self
        return replace(self, question=Question(self.question.ask, now, self.question.repeated + 1))
