"""What can be subscribed to, and what is done with it."""

import pytest

from assistant.catalogue import Catalogue
from assistant.models import Run, Slots, Subscription, Wish
from assistant.scenarios import answer, with_offer
from assistant.subscriptions import SUBSCRIBABLE
from tests.scenarios.conftest import labels, text
from tests.scenarios.office import Office
from tests.scenarios.subscribed import FIRST, MONDAYS, WORKDAYS

OFFERED = {
    "deals.list": "Every Monday 9:00",
    "deals.count": "Every Monday 9:00",
    "tasks.list": "Every working day 9:00",
    "meetings.list": "Every working day 9:00",
    "report.sales": "1st of the month 9:00",
    "report.tasks": "Every Monday 9:00",
    "people.birthdays": "Every Monday 9:00",
    "people.newcomers": "1st of the month 9:00",
}


@pytest.mark.parametrize("intent", sorted(OFFERED))
def test_each_list_and_report_ends_with_the_button_that_subscribes_to_it(intent: str, catalogue: Catalogue) -> None:
    run, office = Run(intent), Office()
    offering = with_offer(answer(run, office, catalogue), run, office, catalogue)
    assert labels(offering)[-1] == OFFERED[intent]


def test_the_intents_with_a_button_are_those_that_can_come_regularly() -> None:
    assert set(OFFERED) == SUBSCRIBABLE


@pytest.mark.parametrize(
    "slots", [Slots(person="Петр"), Slots(person="Zoe"), Slots(stage="abracadabra"), Slots(pipeline="Retail")]
)
def test_a_question_back_is_not_wanted_every_monday(slots: Slots, catalogue: Catalogue) -> None:
    run, office = Run("deals.list", slots), Office()
    asked = answer(Run("subscription.create", wish=Wish(run, rhythm=MONDAYS)), office, catalogue)
    assert text(asked).endswith("When this is clear, say again how often it should come.")
    assert labels(asked) == labels(answer(run, office, catalogue))
    assert not office.subscribed


def test_a_long_list_of_subscriptions_pages_with_a_row_of_buttons_each(catalogue: Catalogue) -> None:
    runs = (Run("deals.list"), Run("tasks.list"), Run("report.tasks"))
    kept = [Subscription(f"{run.intent} {at}", run, rhythm)
            for run in runs for at, rhythm in enumerate((MONDAYS, WORKDAYS, FIRST))]  # fmt: skip
    office = Office(subscribed=kept)
    first = answer(Run("subscription.list"), office, catalogue)
    assert labels(first) == [f"{way} {n}" for n in range(1, 5) for way in ("Show", "Change", "Stop")] + ["Show more"]
    assert "5 more" in text(first)
    last = answer(Run("subscription.list", offset=8), office, catalogue)
    assert labels(last) == ["Show 9", "Change 9", "Stop 9"]
