"""One delivery for each due time, ever: whoever dies, however late it is, and whatever the person changes meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from assistant import storage
from assistant.errors import NotConnectedError
from assistant.models import Event, EventKind, Rhythm, Run, Slots, Span, Subscription, Unit, WorkingHours
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS
from assistant.settings import Settings
from assistant.subscriptions import MOST, Deliveries, Name, PersonsSubscriptions, Subscriptions, due_of, due_run
from assistant.subscriptions.store import MOST_UNDER_WAY
from assistant.workers.inbox import Inbox

MOSCOW = ZoneInfo("Europe/Moscow")
DAILY = Rhythm(time(9), EVERY_DAY)
MONDAYS = Rhythm(time(9), (0,))
SUNDAY = datetime(2026, 6, 14, 12, tzinfo=MOSCOW)
NINE = datetime(2026, 6, 15, 9, tzinfo=MOSCOW)
"""Monday."""


class CrashError(BaseException):
    """The process is gone."""


@dataclass
class Post:
    """Hands over on a clock of the test's own; remembers what was accepted as new."""

    redis: Redis
    inbox: Inbox
    now: datetime = SUNDAY
    accepted: list[Event] = field(default_factory=list)
    dies: str = ""
    zone: ZoneInfo = MOSCOW

    @property
    def all(self) -> Subscriptions:
        return Subscriptions(self.redis, self.now.timestamp)

    def of(self, person: int) -> PersonsSubscriptions:
        return self.all.of("portal", person, self.zone)

    def add(self, run: Run = Run("deals.list"), rhythm: Rhythm = DAILY, person: int = 7) -> Subscription:  # noqa: B008
        added = self.of(person).add(run, None, rhythm)
        assert added
        return added

    def hand_over(self, at: datetime) -> list[datetime]:
        """The due times of what was handed over at a moment."""
        self.now = at
        before = len(self.accepted)
        Deliveries(self.all, self.accept, self.bot, lambda _portal, _person: self.zone, at.timestamp).hand_over()
        return [due_of(event)[1].astimezone(MOSCOW) for event in self.accepted[before:]]

    def accept(self, events: Sequence[Event]) -> None:
        if self.dies == "before":
            raise CrashError
        self.accepted += [event for event, new in zip(events, self.inbox.accept(events), strict=True) if new]
        if self.dies == "after":
            raise CrashError

    def bot(self, _portal: str) -> int:
        if self.dies == "unregistered":
            raise NotConnectedError("no bot")
        return 456

    def under_way(self) -> int:
        return int(self.redis.zcard(storage.DELIVERIES))


@pytest.fixture
def post(redis_settings: Settings) -> Post:
    return Post(storage.connect(redis_settings, storage.STATE_DB), Inbox(redis_settings))


def test_what_is_due_becomes_an_event_of_its_person(post: Post) -> None:
    subscription = post.add()
    assert post.hand_over(SUNDAY) == []
    assert post.hand_over(NINE) == [NINE]
    (event,) = post.accepted
    assert (event.kind, event.person.id, event.dialog.id, event.bot_id) == (EventKind.DUE, 7, "7", 456)
    assert due_of(event)[0] == Name("portal", 7, subscription.id)
    assert post.of(7).all()[0].due == (NINE + timedelta(1)).timestamp()


def test_two_processes_and_a_second_look_hand_over_once(post: Post) -> None:
    post.add()
    assert [post.hand_over(NINE + timedelta(seconds=n)) for n in range(3)] == [[NINE], [], []]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_dies_around_the_handing_over_repeats_nothing_and_loses_nothing(post: Post, moment: str) -> None:
    post.add()
    post.dies = moment
    with pytest.raises(CrashError):
        post.hand_over(NINE)
    post.dies = ""
    post.hand_over(NINE + timedelta(minutes=1))
    post.hand_over(NINE + timedelta(minutes=2))
    assert [due_of(event)[1] for event in post.accepted] == [NINE]
    assert post.hand_over(NINE + timedelta(1)) == [NINE + timedelta(1)]


def test_a_delivery_that_is_hours_late_still_comes_and_an_older_one_is_left_out(post: Post) -> None:
    post.add()
    assert post.hand_over(NINE + timedelta(hours=5)) == [NINE]
    assert post.hand_over(NINE + timedelta(1, hours=7)) == []
    assert post.under_way() == 0, "it takes no room from others"
    assert post.hand_over(NINE + timedelta(2)) == [NINE + timedelta(2)]


def test_several_missed_times_give_one_delivery(post: Post) -> None:
    post.add()
    assert post.hand_over(NINE) == [NINE]
    assert post.hand_over(NINE + timedelta(5, hours=1)) == [NINE + timedelta(5)], "the last one of five"
    assert post.hand_over(NINE + timedelta(5, hours=2)) == []
    assert post.hand_over(NINE + timedelta(6)) == [NINE + timedelta(6)]


def test_what_was_stopped_does_not_come_and_leaves_nothing(post: Post) -> None:
    post.of(7).stop(post.add().id)
    assert post.redis.zcard(storage.SCHEDULE) == 0
    post.add()
    post.redis.delete(storage.subscriptions("portal", 7))  # as when the person disconnects
    assert post.hand_over(NINE) == []
    assert (post.redis.zcard(storage.SCHEDULE), post.under_way()) == (0, 0)


def test_another_rhythm_moves_the_next_time(post: Post) -> None:
    subscription = post.add()
    post.of(7).change(subscription.id, Rhythm(time(17), (0,)))
    assert post.hand_over(NINE) == []
    assert post.hand_over(NINE.replace(hour=17)) == [NINE.replace(hour=17)]


def test_a_change_while_it_is_handed_over_wins(post: Post) -> None:
    subscription = post.add()
    name = Name("portal", 7, subscription.id)
    changed = post.of(7).change(subscription.id, MONDAYS)
    assert changed
    post.all.put_on(name, subscription.due - 1, NINE + timedelta(1), NINE.date())
    assert post.of(7).find(subscription.id) == changed


def test_the_next_time_goes_by_the_zone_of_the_person(post: Post) -> None:
    post.add()
    post.zone = ZoneInfo("Asia/Vladivostok")  # has moved there
    assert post.hand_over(NINE) == [NINE]
    assert post.of(7).all()[0].due == datetime(2026, 6, 16, 9, tzinfo=post.zone).timestamp()


@pytest.mark.parametrize(
    ("before", "after", "next_one"),
    [
        ("Asia/Vladivostok", "Europe/Moscow", "2026-06-16T09:00+03:00"),
        ("Europe/Moscow", "Asia/Vladivostok", "2026-06-16T09:00+10:00"),
        ("Pacific/Auckland", "America/New_York", "2026-06-16T09:00-04:00"),
        ("America/New_York", "Pacific/Auckland", "2026-06-16T09:00+12:00"),
    ],
)
def test_who_moves_while_one_is_delivered_gets_each_day_once(
    post: Post, before: str, after: str, next_one: str
) -> None:
    post.zone = ZoneInfo(before)
    post.now = datetime(2026, 6, 14, 12, tzinfo=post.zone)
    post.add()
    monday = datetime(2026, 6, 15, 9, tzinfo=post.zone)
    post.zone = ZoneInfo(after)
    post.hand_over(monday)
    assert post.hand_over(monday + timedelta(hours=7)) == []
    (event,) = post.accepted
    assert due_of(event)[1] == monday, "the old zone keeps this one"
    assert post.of(7).all()[0].due == datetime.fromisoformat(next_one).timestamp()


@pytest.mark.parametrize(
    ("day", "moments"),
    [
        ("2026-03-29", ["2026-03-29T03:30+02:00"]),  # there is no 2:30
        ("2026-10-25", ["2026-10-25T02:30+02:00"]),  # there are two
    ],
)
def test_in_a_night_when_the_clocks_change_it_comes_once(post: Post, day: str, moments: list[str]) -> None:
    post.zone = ZoneInfo("Europe/Berlin")
    midnight = datetime.fromisoformat(day).replace(tzinfo=post.zone).astimezone(UTC)
    post.now = midnight
    post.add(rhythm=Rhythm(time(2, 30), EVERY_DAY))
    for quarter in range(24 * 4):
        post.hand_over(midnight + timedelta(minutes=15 * quarter))
    assert [due_of(event)[1] for event in post.accepted] == [datetime.fromisoformat(moment) for moment in moments]


def test_who_moved_before_it_is_due_gets_it_by_the_new_clock(post: Post) -> None:
    mine, of_another = post.add(), post.add(person=8)
    post.all.plan_anew("portal", lambda _person: ZoneInfo("Asia/Vladivostok"), [7])
    assert post.hand_over(datetime(2026, 6, 15, 9, tzinfo=ZoneInfo("Asia/Vladivostok"))) != []
    assert [due_of(event)[0].id for event in post.accepted] == [mine.id]
    assert post.hand_over(NINE) == [NINE]
    assert due_of(post.accepted[-1])[0].id == of_another.id


WORKDAYS = Rhythm(time(9), WORKING_DAYS)


def test_a_holiday_that_the_portal_tells_is_left_out(post: Post) -> None:
    post.add(rhythm=WORKDAYS)
    assert post.of(7).all()[0].due == NINE.timestamp()
    post.all.working_days.keep("portal", WorkingHours(holidays=frozenset({(6, 15)})))
    assert post.hand_over(NINE) == [], "it was planned before the holiday was known"
    assert post.under_way() == 0
    assert post.hand_over(NINE + timedelta(1)) == [NINE + timedelta(1)]


def test_a_saturday_that_becomes_a_working_day_gets_its_delivery(post: Post) -> None:
    subscription, mondays = post.add(rhythm=WORKDAYS), post.add(rhythm=MONDAYS, person=8)
    hours = WorkingHours(workdays=frozenset({(6, 14)}))
    assert post.all.working_days.keep("portal", hours)
    assert not post.all.working_days.keep("portal", hours), "nothing new"
    post.now = SUNDAY - timedelta(hours=6)
    post.all.plan_anew("portal", lambda _person: MOSCOW)
    assert post.of(7).find(subscription.id).due == (NINE - timedelta(1)).timestamp()  # type: ignore[union-attr]
    assert post.of(8).find(mondays.id) == mondays


def test_the_portal_is_asked_for_its_working_days_once(post: Post) -> None:
    asked: list[str] = []

    def ask() -> WorkingHours:
        asked.append("now")
        return WorkingHours(weekend=frozenset({0, 6}))

    mine = post.all.of("portal", 7, MOSCOW, ask)
    assert mine.add(Run("deals.list"), None, MONDAYS)
    assert asked == [], "only working days depend on it"
    for run in (Run("deals.list"), Run("tasks.list")):
        added = mine.add(run, None, WORKDAYS)
        assert added
        assert added.due == (NINE + timedelta(1)).timestamp(), "Monday is free there"
    assert asked == ["now"]


def test_many_at_nine_do_not_come_all_at_once(post: Post) -> None:
    for person in range(1, 13):
        post.add(person=person)
    assert len(post.hand_over(NINE)) == MOST_UNDER_WAY
    assert post.hand_over(NINE) == [], "first the ones under way"
    for event in post.accepted[:3]:
        post.all.ended(due_of(event)[0])
    assert len(post.hand_over(NINE)) == 3


def test_a_portal_whose_bot_is_gone_holds_up_nobody(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.add()
    post.dies = "unregistered"
    assert post.hand_over(NINE) == []
    assert post.under_way() == 0
    assert "waits: no bot" in caplog.text
    post.dies = ""
    assert post.hand_over(NINE + timedelta(minutes=1)) == [NINE]


def test_the_same_wish_twice_is_one_and_there_is_a_bound(post: Post) -> None:
    mine = post.of(7)
    assert post.add().id == post.add().id
    for number in range(1, MOST):
        assert mine.add(Run("deals.list"), None, Rhythm(time(9, number), EVERY_DAY))
    assert len(mine.all()) == MOST
    assert mine.add(Run("tasks.list"), None, DAILY) is None
    assert post.of(8).all() == ()


def test_a_subscription_comes_back_as_it_was_kept(post: Post) -> None:
    run = Run("deals.list", Slots(deal_state="won", client="Acme"))
    kept = post.of(7).add(run, Span(Unit.WEEK, -1, -1), MONDAYS)
    assert post.of(7).all() == (kept,)
    assert kept
    assert datetime.fromtimestamp(kept.due, UTC) == NINE


def test_it_lives_without_end_and_a_pause_is_kept(post: Post) -> None:
    subscription = post.add()
    assert post.redis.ttl(storage.subscriptions("portal", 7)) == -1
    name = Name("portal", 7, subscription.id)
    post.all.pause(name, paused=True)
    assert post.hand_over(NINE) == [NINE]
    kept = post.all.find(name)
    assert kept
    assert kept.paused


def test_the_question_of_a_delivery_has_the_period_of_its_day(post: Post) -> None:
    kept = Subscription("s", Run("report.sales"), Rhythm(time(9), day=1))
    period = due_run(kept, datetime(2026, 7, 1).date()).slots.period  # noqa: DTZ001
    assert period
    assert (period.first.isoformat(), period.last.isoformat()) == ("2026-06-01", "2026-06-30")
