"""Names that no data can hold: of a portal's pipelines and stages, beside the word that says what they are."""

import pytest

from assistant.models import Kind, Run, Scope, Slots
from tests.understanding.conftest import NOW

OPEN = Run("deals.list", Slots(deal_state="open"))


def read(engine, text, **options):
    return engine.read(text, now=NOW, **options)


def entities(reading):
    return {entity.type: entity.value for entity in reading.entities}


@pytest.mark.parametrize(
    ("text", "intent", "pipeline"),
    [
        ("how many deals in the Zephyr pipeline", "deals.count", "Zephyr"),
        ("open deals in pipeline Zephyr", "deals.list", "Zephyr"),
        ("deals in zephyrix pipeline", "deals.list", "zephyrix"),
        ('how many won deals in the "Big accounts" funnel', "deals.count", "Big accounts"),
        ("конверсия в воронке Sales", "report.sales", "Sales"),
        ("сделки в воронке Розница за май", "deals.list", "Розница"),
        ("сколько сделок в воронке «Оптовые продажи»", "deals.count", "Оптовые продажи"),
        ("/deals pipeline Zephyr", "deals.list", "Zephyr"),
        ("/сделки воронка Розница", "deals.list", "Розница"),
    ],
)
def test_a_name_beside_the_word_is_a_pipeline(engine, text, intent, pipeline):
    reading = read(engine, text)
    assert (reading.intent, reading.pipeline, reading.slots.pipeline) == (intent, pipeline, pipeline)


@pytest.mark.parametrize(
    "text",
    [
        "what's in my pipeline right now",
        "show me the sales funnel for May",
        "Sales pipeline this month",
        "Show pipeline",
        "pipeline conversion in Q1",
        "open deals in the pipeline",
        "что у меня сейчас в воронке",
        "покажи воронку продаж за май",
        "Воронка за июнь",
        "на каком этапе воронки мы теряем больше всего",
        "воронка прадаж",
    ],
)
def test_words_that_everybody_uses_are_no_name(engine, text):
    assert not read(engine, text).pipeline


def test_a_colleague_beside_the_word_stays_a_colleague(engine):
    reading = read(engine, "воронка Рустама на прошлой неделе")
    assert (entities(reading)["person"], reading.view) == ("Рустама", "funnel")


@pytest.mark.parametrize("text", ["стадия абракадабра за май, отчёт по продажам", "sales report, stage zzyzx, for May"])
def test_a_stage_like_no_other_name_is_a_stage(engine, text):
    reading = read(engine, text)
    assert reading.intent == "report.sales"
    assert entities(reading)["stage"] in {"абракадабра", "zzyzx"}


@pytest.mark.parametrize(
    "text", ["сделки по стадиям", "deals stage by stage", "этап за этапом", "показать этапы воронки"]
)
def test_stages_in_general_are_no_name(engine, text):
    assert "stage" not in entities(read(engine, text))


@pytest.mark.parametrize("text", ["and in the Zephyr pipeline?", "а в воронке Zephyr?"])
def test_another_pipeline_goes_on(engine, text):
    reading = read(engine, text, after=OPEN)
    assert (reading.kind, reading.pipeline) == (Kind.FOLLOWUP, "Zephyr")


@pytest.mark.parametrize("text", ["all pipelines", "and in all pipelines?", "во всех воронках", "а по всем воронкам?"])
def test_the_pipeline_is_taken_away_again(engine, text):
    before = Run("deals.list", Slots(pipeline="Zephyr"), Scope.READABLE)
    reading = read(engine, text, after=before)
    assert (reading.kind, reading.drops) == (Kind.FOLLOWUP, ("pipeline",))
