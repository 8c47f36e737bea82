"""The generated company: the same for the same seed and date, and with the corners that answers stumble over."""

from collections import Counter
from datetime import date
from itertools import pairwise

from assistant.sandbox.clock import at_time, calendar_day
from assistant.sandbox.company.company import Company
from assistant.sandbox.company.generator import generate

DAY = date(2026, 6, 10)
COMPANY = generate(1, DAY)
TABLES = ("deals", "history", "contacts", "companies", "activities", "tasks", "events")


def _rows(company: Company) -> dict[str, list[object]]:
    return {name: list(getattr(company, name)) for name in TABLES}


def test_the_same_seed_and_date_give_the_same_company():
    assert _rows(generate(1, DAY)) == _rows(COMPANY)


def test_another_seed_gives_another_company():
    assert _rows(generate(2, DAY))["deals"] != _rows(COMPANY)["deals"]


def test_the_sizes_are_those_of_a_middling_company():
    sizes = (len(COMPANY.users), len(COMPANY.departments), len(COMPANY.deals), len(COMPANY.contacts))
    assert sizes == (40, 6, 1500, 600)
    assert len(COMPANY.companies) == 300
    assert len(COMPANY.activities) > 2000


def test_some_deals_were_reopened_and_some_stages_skipped():
    finals = Counter(change.owner_id for change in COMPANY.history if change.type_id == 3)
    assert sum(count > 1 for count in finals.values()) > 5
    order = {stage.status_id: stage.sort for stage in COMPANY.stages}
    steps: dict[int, list[int]] = {}
    for change in sorted(COMPANY.history, key=lambda change: change.created):
        steps.setdefault(change.owner_id, []).append(order[change.stage_id])
    assert any(after - before == 20 for path in steps.values() for before, after in pairwise(path))


def test_some_deals_have_no_history_no_amount_no_client():
    known = {change.owner_id for change in COMPANY.history}
    assert any(deal.id not in known for deal in COMPANY.deals)
    assert any(deal.opportunity == 0 for deal in COMPANY.deals)
    assert any(deal.contact_id == 0 for deal in COMPANY.deals)


def test_a_deal_stands_where_its_history_ends():
    last: dict[int, str] = {}
    for change in sorted(COMPANY.history, key=lambda change: (change.created, change.id)):
        last[change.owner_id] = change.stage_id
    assert all(COMPANY.deals.rows[owner].stage_id == stage for owner, stage in last.items())


def test_anna_and_ivan_have_open_deals_in_several_currencies():
    for login in ("anna", "ivan"):
        user = next(user for user in COMPANY.users.values() if user.login == login)
        deals = [deal for deal in COMPANY.rights.deals(user) if deal.semantics == "P"]
        assert 8 <= len(deals) <= 30
        assert {deal.currency_id for deal in deals} == {"EUR", "USD", "RUB"}


def test_the_fixed_clients_have_phones_open_deals_and_activities_past_and_planned():
    for title in ("Acme Corp", "ООО «Ромашка»"):
        client = next(row for row in COMPANY.companies if row.title == title)
        assert any(contact.phones for contact in COMPANY.contacts if contact.company_id == client.id)
        assert any(deal.semantics == "P" for deal in COMPANY.deals if deal.company_id == client.id)
        bound = COMPANY.activities.of([(4, client.id)]).values()
        assert {activity.completed for activity in bound} == {True, False}


def test_nothing_happened_after_the_day_began():
    midnight = at_time(DAY, 0)
    assert max(change.created for change in COMPANY.history) < midnight
    assert max(activity.start for activity in COMPANY.activities if activity.completed) < midnight
    assert max(task.closed for task in COMPANY.tasks) < midnight
    assert max(activity.created for activity in COMPANY.activities) < midnight


def test_deadlines_lie_around_the_day():
    deadlines = {calendar_day(task.deadline) - DAY for task in COMPANY.tasks if task.deadline and task.status == 2}
    assert min(deadlines).days < 0
    assert max(deadlines).days > 0
    assert any(day.days == 0 for day in deadlines)
