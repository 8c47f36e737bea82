"""Deals and reports of one pipeline, by the name that the portal gives it."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.models import Chart, DealCriteria, Period, Phrase, Run, Scope, Sheet, Slots
from tests.scenarios.conftest import Ask, action, labels, text
from tests.scenarios.office import ANNA, DEALS, EXPORT_CONTRACT, LOST, OLGA, Office
from tests.scenarios.test_deals import asked

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
IN_EXPORT = Run("deals.list", Slots(pipeline="export"), Scope.READABLE)
REPORT = Run("report.sales", Slots(period=MAY, pipeline="Export"), Scope.READABLE)


@pytest.mark.parametrize(("lang", "named"), [("en", ", pipeline Export: "), ("ru", ", воронка «Export»: ")])
def test_deals_of_one_pipeline_are_asked_for_by_it_and_told_so(
    reply: Ask, office: Office, lang: str, named: str
) -> None:
    answer = reply(IN_EXPORT)
    assert asked(office) == DealCriteria(pipeline_id=1)
    assert named in text(answer, lang)


def test_a_number_says_of_which_pipeline_it_is(reply: Ask) -> None:
    answer = reply(replace(IN_EXPORT, intent="deals.count"))
    assert "pipeline Export" in text(answer)
    assert "pipeline Export" in text(reply(replace(IN_EXPORT, view="why")))


def test_a_stage_is_looked_for_in_the_pipeline(reply: Ask, office: Office) -> None:
    reply(replace(IN_EXPORT, slots=Slots(pipeline="Export", stage="договор")))
    assert asked(office).stages == (EXPORT_CONTRACT.id,)
    unknown = reply(replace(IN_EXPORT, slots=Slots(pipeline="Export", stage="abracadabra")))
    assert text(unknown) == 'There is no stage "abracadabra". Which one?'
    assert "Новая" not in labels(unknown)


def test_a_pipeline_that_there_is_none_of_offers_those_that_there_are(reply: Ask, office: Office) -> None:
    question = reply(replace(IN_EXPORT, slots=Slots(pipeline="Retail", period=MAY)))
    assert text(question) == 'There is no pipeline "Retail". Which one?'
    assert text(question, "ru") == "Воронки «Retail» нет. Какая нужна?"
    assert labels(question) == ["Россия", "Export", "All pipelines"]
    assert not office.asked
    assert action(question, "Export") == replace(IN_EXPORT, slots=Slots(pipeline="Export", period=MAY))
    assert action(question, "All pipelines") == replace(IN_EXPORT, slots=Slots(period=MAY))


def test_a_report_offers_the_pipelines_in_the_same_way(reply: Ask) -> None:
    question = reply(replace(REPORT, slots=Slots(pipeline="Retail")))
    assert labels(question) == ["Россия", "Export", "All pipelines"]


def test_a_misspelt_pipeline_is_found(reply: Ask, office: Office) -> None:
    reply(replace(IN_EXPORT, slots=Slots(pipeline="Росия")))
    assert asked(office).pipeline_id == 0


def test_the_name_of_a_colleague_beside_the_word_means_the_colleague(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(pipeline="Анна Петрова", person="Анна Петрова"), Scope.READABLE))
    assert asked(office) == DealCriteria(assigned_to=(ANNA.id,))


def test_a_pipeline_that_was_taken_for_a_client_is_no_client(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(pipeline="Россия", client="Россия"), Scope.READABLE))
    assert asked(office) == DealCriteria(assigned_to=(OLGA.id,), pipeline_id=0)


def test_a_colleague_beside_such_a_pipeline_stays_asked_about(reply: Ask, office: Office) -> None:
    slots = Slots(pipeline="Россия", client="Россия", person="Анна Петрова")
    reply(Run("deals.list", slots, Scope.READABLE))
    assert asked(office) == DealCriteria(assigned_to=(ANNA.id,), pipeline_id=0)


@pytest.mark.parametrize("intent", ["deals.list", "deals.count", "report.sales"])
def test_a_pipeline_that_was_taken_for_a_colleague_is_no_colleague(reply: Ask, intent: str) -> None:
    answer = reply(Run(intent, Slots(period=MAY, person="россия"), Scope.READABLE))
    assert "No colleague" not in text(answer)
    assert "Россия" in text(answer).split("\n")[0]
    assert text(reply(Run(intent, Slots(period=MAY, person="Zoe")))) == 'No colleague "Zoe" found.'


@pytest.mark.parametrize(
    ("intent", "slot"), [("deals.list", "person"), ("deals.list", "client"), ("report.sales", "person")]
)
def test_nobody_of_a_name_beside_the_word_is_no_pipeline_either(reply: Ask, intent: str, slot: str) -> None:
    question = reply(Run(intent, Slots(period=MAY, pipeline="Retail", **{slot: "Retail"}), Scope.READABLE))
    assert text(question) == 'There is no pipeline "Retail". Which one?'
    assert action(question, "Export") == Run(intent, Slots(period=MAY, pipeline="Export"))


def test_nothing_in_a_pipeline_offers_all_of_them(reply: Ask) -> None:
    empty = reply(IN_EXPORT, Office(all_deals=()))
    assert "pipeline Export" in text(empty)
    assert action(empty, "All pipelines") == replace(IN_EXPORT, slots=Slots())
    nothing = reply(REPORT, Office(all_deals=()))
    assert text(nothing).startswith("Pipeline “Export”. May 2026: no deals")
    assert action(nothing, "All pipelines") == replace(REPORT, slots=Slots(period=MAY))


def test_a_report_of_one_pipeline_counts_nothing_of_the_others(reply: Ask) -> None:
    only = tuple(each for each in DEALS if each.stage.pipeline_id == 1)
    narrowed, alone = reply(REPORT), reply(replace(REPORT, slots=Slots(period=MAY)), Office(all_deals=only))
    assert text(narrowed).split("\n")[0] == "[b]All visible sales: May 2026, pipeline “Export”[/b], as of 12:04."
    told = text(narrowed).replace("Funnel:", "Funnel “Export”:")
    assert told.split("\n")[1:] == text(alone).split("\n")[1:]
    assert {"All pipelines", "Funnel"} <= {*labels(narrowed)}


def test_files_of_such_a_report_are_called_after_the_pipeline(reply: Ask) -> None:
    told = reply(REPORT)
    files = [each for each in told.attachments if isinstance(each, Chart | Sheet)]
    assert [file.name.key for file in files] == ["reports.chart.overview_name", "reports.file.name"]
    assert all(file.name.values["pipeline"] == (Phrase("reports.pipeline", {"name": "Export"}),) for file in files)


def test_looks_and_other_people_stay_in_the_pipeline(reply: Ask) -> None:
    for label in ("Funnel", "By person", "Compare"):
        run = action(reply(REPORT), label)
        assert isinstance(run, Run)
        assert run.slots.pipeline == "Export"
        assert "pipeline “Export”" in text(reply(run)).split("\n")[0]


def test_a_stage_whose_name_ends_in_a_state_is_that_stage(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(stage="Сделка", deal_state="lost"), Scope.READABLE))
    assert asked(office).stages == (LOST.id,)
