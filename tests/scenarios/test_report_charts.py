"""The chart of a sales report's first answer, and how the funnels of many pipelines are reached."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.models import Chart, Deal, Money, Period, Phrase, Pipeline, Reply, Run, Slots, Stage
from assistant.replies import caption
from assistant.replies.charts.chart import Worded
from assistant.replies.charts.chart import worded as of_chart
from assistant.replies.locale import Locale
from assistant.replies.wording import Wording
from tests.scenarios.cases import CASES
from tests.scenarios.conftest import Ask, action, labels, text
from tests.scenarios.office import ANNA, ANTON, DEALS, MOSCOW, NEW, NOW, OLGA, PIPELINES, WON, Office, at, deal

TEAM, OWN = Run("report.sales"), Run("report.sales", Slots(person_id=OLGA.id))
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
EN = Locale("en", MOSCOW, NOW)


def chart(reply: Reply) -> Chart:
    (found,) = [each for each in reply.attachments if isinstance(each, Chart)]
    return found


def drawn(reply: Reply) -> Worded:
    return of_chart(chart(reply), Wording(EN, rich=False))


def told(shown: Worded, panel: int = 0) -> list[tuple[str, str, str]]:
    """Heading of the group, label and figure of each bar."""
    return [
        (group.heading, bar.label, bar.figure.replace("\N{NO-BREAK SPACE}", " "))
        for group in shown.panels[panel].groups
        for bar in group.bars
    ]


def won(*amounts: str, by: Sequence[int] = (OLGA.id,)) -> tuple[Deal, ...]:
    """A deal of each person for each amount."""
    pairs = [(amount, person) for amount in amounts for person in by]
    return tuple(deal(n, "x", amount, WON, moved=at(9), assigned_to=person) for n, (amount, person) in enumerate(pairs))


def test_one_person_sees_what_was_won_beside_the_time_before_and_the_largest_funnel(reply: Ask) -> None:
    answer = reply(replace(OWN, slots=replace(OWN.slots, period=MAY)))
    shown = drawn(answer)
    assert [panel.heading for panel in shown.panels] == ["Won, compared with April 2026", "Funnel “Export”"]
    assert told(shown) == [("", "May 2026", "0"), ("", "April 2026", "€20,000")]
    assert [bar.hatched for bar in shown.panels[0].groups[0].bars] == [False, True]
    assert told(shown, 1)[1] == ("", "Negotiation", "4 · 80%")
    assert caption(chart(answer), EN).endswith("Won, compared with April 2026 · Funnel “Export”, the largest of 2")


def test_a_running_month_says_that_it_is_not_over(reply: Ask) -> None:
    assert [label for _, label, _ in told(drawn(reply(OWN)))][:2] == ["June 2026, so far", "1–10 May 2026"]


def test_a_head_sees_the_best_people_of_each_currency(reply: Ask) -> None:
    office = Office(all_deals=won("5 EUR", "700 RUB", by=(OLGA.id, ANNA.id)), history=())
    shown = drawn(reply(TEAM, office))
    assert shown.panels[0].heading == "Won by the best"
    assert told(shown) == [
        ("EUR", OLGA.name, "€5"),
        ("EUR", ANNA.name, "€5"),
        ("RUB", OLGA.name, "700 ₽"),
        ("RUB", ANNA.name, "700 ₽"),
    ]


def test_many_currencies_do_not_push_the_funnel_off_the_phone(reply: Ask) -> None:
    amounts = ("9 EUR", "8 RUB", "7 USD", "6 KZT", "5 BNS")
    of_one = drawn(reply(OWN, Office(all_deals=won(*amounts), history=())))
    assert len(told(of_one)) == 6
    assert of_one.panels[0].notes == ("2 more currencies stand in the text.",)
    people = (OLGA.id, ANNA.id, ANTON.id)
    of_team = drawn(reply(TEAM, Office(all_deals=won(*amounts, by=people), history=())))
    assert len(told(of_team)) == 6
    assert of_team.panels[0].notes == ("3 more currencies stand in the text.",)


def test_deals_without_an_amount_are_drawn_by_their_number(reply: Ask) -> None:
    office = Office(all_deals=won("0 EUR", "0 EUR", by=(OLGA.id, ANNA.id)), history=())
    assert told(drawn(reply(TEAM, office))) == [("", OLGA.name, "2"), ("", ANNA.name, "2")]
    assert told(drawn(reply(OWN, office))) == [("", "June 2026, so far", "2"), ("", "1–10 May 2026", "0")]


def test_where_nothing_was_won_the_numbers_of_deals_are_drawn(reply: Ask) -> None:
    office = Office(all_deals=(deal(1, "x", "5 EUR", NEW, created=at(2)),), history=())
    assert told(drawn(reply(OWN, office))) == [("", "Created", "1"), ("", "Won", "0"), ("", "Lost", "0")]


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith(("report", "task_report"))])
def test_every_figure_of_a_chart_stands_in_its_text(name: str, reply: Ask) -> None:
    step, office = CASES[name]
    answer = reply(step, office)
    if not any(isinstance(each, Chart) for each in answer.attachments):
        return
    figures = [bar.figure for panel in drawn(answer).panels for group in panel.groups for bar in group.bars]
    for figure in (piece for each in figures for piece in each.replace("\N{NO-BREAK SPACE}", " ").split(" · ")):
        assert figure in text(answer)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith(("report", "task_report"))])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_report_has_six_lines_at_most(name: str, lang: str, reply: Ask) -> None:
    step, office = CASES[name]
    assert len(text(reply(step, office), lang).splitlines()) <= 6


def long_pipelines(count: int, stages: int) -> tuple[Pipeline, ...]:
    return tuple(
        Pipeline(n, f"Line {n}", tuple(Stage(f"C{n}:{m}", f"Step {m}", n, m, "P") for m in range(stages)))
        for n in range(count)
    )


class ManyPipelines(Office):
    def pipelines(self) -> tuple[Pipeline, ...]:
        return long_pipelines(8, 14)


def test_every_funnel_is_reached_by_buttons_and_a_long_one_has_six_lines(reply: Ask) -> None:
    stages = [pipeline.stages[13] for pipeline in long_pipelines(8, 14)]
    office = ManyPipelines(all_deals=tuple(deal(n, "x", "5 EUR", stage, created=at(2))
                                           for n, stage in enumerate(stages)), history=())  # fmt: skip
    first = reply(action(reply(OWN, office), "All funnels"), office)
    assert text(first).splitlines()[1] == "Step 0 1 → Step 1 1 (100%) → Step 2 1 (100%)"
    assert text(first).splitlines()[5] == "→ Step 12 1 (100%) → Step 13 1 (100%)"
    seen, waiting = {"Line 0"}, [first]
    while waiting:
        answer = waiting.pop()
        assert max(map(len, answer.buttons)) <= 3
        assert len(text(answer).splitlines()) == 6
        for label in labels(answer):
            if label.startswith("Line") and label not in seen:
                seen.add(label)
                waiting.append(reply(action(answer, label), office))
    assert len(seen) == 8


def test_a_portal_with_one_pipeline_has_one_funnel(reply: Ask) -> None:
    class OnePipeline(Office):
        def pipelines(self) -> tuple[Pipeline, ...]:
            return PIPELINES[:1]

    deals = tuple(replace(each, amount=Money(Decimal(), "")) for each in DEALS if each.stage.pipeline_id == 0)
    answer = reply(OWN, OnePipeline(all_deals=deals))
    assert "Funnel" in labels(answer)
    assert chart(answer).panels[-1].heading == Phrase("reports.chart.funnel", {"pipeline": ()})
