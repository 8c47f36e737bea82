"""Whoever has another person's button, subscription or task in hand gets nothing out of it."""

from __future__ import annotations

import random
from datetime import time

import pytest

from assistant.dialogue import Presses, Refusal
from assistant.models import Ask, Press, Rhythm, Run, Scope, Share, Slots, Span, Unit, Wish
from assistant.subscriptions import Name
from tests.rights.company import mark
from tests.rights.office import NOON, Office

OLGA, MAX = 4, 5
DAILY = Rhythm(time(7), (0, 1, 2, 3, 4, 5, 6))


def test_a_button_works_for_nobody_but_the_one_it_was_made_for(at_office: Office) -> None:
    presses, portal = Presses(at_office.redis), at_office.portal_id
    heard = at_office.ask(OLGA, Run("deals.list", Slots(deal_state="all"), Scope.READABLE))
    actions = [each.does.action for row in heard.reply.buttons for each in row if isinstance(each.does, Press)]
    kept = [presses.keep(action, portal, OLGA, str(OLGA)) for action in (*actions, Share(heard.private))]
    assert len(kept) > 4
    for press in kept:
        assert presses.take(press, portal, OLGA, str(OLGA)) not in set(Refusal)
        for other in at_office.tables.users:
            if other != OLGA:
                assert presses.take(press, portal, other, str(other)) is Refusal.FOREIGN
        assert presses.take(press, portal, OLGA, "chat42") is Refusal.FOREIGN
        assert presses.take(press, f"{portal}x", OLGA, str(OLGA)) is Refusal.FOREIGN
        assert presses.take(press[:-1], portal, OLGA, str(OLGA)) is Refusal.EXPIRED


@pytest.mark.parametrize(
    ("view", "wish"),
    [("rhythm", Wish(rhythm=DAILY)), ("along", Wish(span=Span(Unit.MONTH, -1, -1))), ("stop", Wish())],
)
def test_nobody_sees_or_changes_the_subscriptions_of_another(at_office: Office, view: str, wish: Wish) -> None:
    hers = at_office.portals.as_person(at_office.portal_id, OLGA).subscriptions
    name = "Known to Olga alone"
    run = Run("deals.list", Slots(client=name, client_id=1, client_kind="company"))
    kept = hers.add(run, None, DAILY)
    assert kept
    for other in random.Random(1).sample([each for each in at_office.tables.employees if each != OLGA], 12):
        heard = at_office.ask(other, Run("subscription.create", view=view, key=kept.id, wish=wish))
        assert [line.key for line in heard.reply.lines] == ["subscriptions.gone"]
        assert name not in at_office.ask(other, Run("subscription.list")).all
        asked = at_office.ask(other, Ask(Run("subscription.create", key=kept.id, wish=Wish(rhythm=DAILY)), "change"))
        assert name not in asked.all
        assert at_office.portals.subscriptions.find(Name(at_office.portal_id, other, kept.id)) is None
    assert kept in hers.all()
    hers.stop(kept.id)


@pytest.mark.parametrize("intent", ["task.finish", "task.move"])
def test_a_task_of_others_is_neither_changed_nor_named(at_office: Office, intent: str) -> None:
    tasks = {row["id"]: row for row in at_office.tables.rows["tasks"]}
    for person in (MAX, OLGA, 30):
        open_ = [each for each, row in tasks.items() if row["responsible"] != person and row["status"] != 5]
        for number in random.Random(person).sample(open_, 8):
            slots = Slots(task_id=number, title="?")
            run = Run(intent, slots, key=f"{intent}-{number}-{person}", confirmed=True, asked=NOON)
            heard = at_office.ask(person, run)
            assert heard.refused == "ForbiddenError"
            assert mark("tasks", number) not in heard.all
    assert {row["id"]: row for row in at_office.sandbox.table("tasks")} == tasks


def test_a_call_is_offered_with_no_number_that_the_asker_may_not_know(at_office: Office) -> None:
    """Not even to whoever has the client's id."""
    contacts = [row for row in at_office.tables.rows["contacts"] if row["phones"]]
    for row in random.Random(2).sample(contacts, 40):
        heard = at_office.ask(MAX, Run("call.start", Slots(client="?", client_id=row["id"], client_kind="contact")))
        assert not heard.given
        assert not any(phone[-7:] in heard.all for phone in row["phones"])
