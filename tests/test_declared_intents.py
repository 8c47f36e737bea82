"""What a maintainer may write for an intent without Python, and how each mistake is named: with line and way out."""

from pathlib import Path

import pytest

from assistant.catalogue import FORMS, Catalogue, examine
from assistant.errors import SettingsError

GOOD = """\
name: deals.quiet
title:
  en: Quiet deals
  ru: Сделки в тишине
entities: [person]
query:
  from: deals
  unless_said: {deal_state: open}
  where:
    quiet_days: {at_least: 14}
  sort: [-amount]
reply:
  headline:
    en: {one: "{count} quiet deal", other: "{count} quiet deals"}
    ru: "Тихих сделок: {count}"
  row:
    en: "{deal}< · {person}> · {created:day}"
    ru: "{deal}< · {person}> · {created:day}"
  empty: {en: "None. {whose}", ru: "Нет. {whose}"}
  buttons:
  - text: {en: All, ru: Все}
    run: deals.list
    with: {period: this_week}
  - other_people
"""
OTHER = "name: deals.list\nentities: [period, person]\n"


def examined(folder: Path, text: str) -> list[str]:
    (folder / "quiet.yaml").write_text(text, encoding="utf-8")
    (folder / "list.yaml").write_text(OTHER)
    return [str(problem).removeprefix(f"{folder}/") for problem in examine(folder)]


def test_a_sound_intent_has_nothing_to_mend_and_is_answered(tmp_path: Path) -> None:
    assert examined(tmp_path, GOOD) == []
    assert Catalogue.load(tmp_path)["deals.quiet"].answered


@pytest.mark.parametrize(
    ("good", "wrong", "complaint"),
    [
        ("from: deals", "from: deal", "quiet.yaml:7: there is no source 'deal'; did you mean deals?"),
        ("  sort:", "  order:", "quiet.yaml:11: query.order: nothing is called so here; known are from,"),
        ("quiet_days:", "silent_days:", "quiet.yaml:10: there is no field 'silent_days'; did you mean quiet_days?"),
        ("at_least: 14", "is: long", "quiet.yaml:10: quiet_days is a number, which is cannot compare; use given"),
        ("[-amount]", "[-sum]", "quiet.yaml:11: there is no field 'sum'; known are deal, title"),
        ("deal_state: open", "deal_state: opened", "quiet.yaml:8: there is no value of deal_state 'opened'; did you"),
        ("deal_state: open", "project: x", "quiet.yaml:8: there is no slot 'project'; known are deal_state"),
        ("entities: [person]", "entities: [project]", "quiet.yaml:5: deals cannot be narrowed down by project, only"),
        (
            "· {person}",
            "· {persona}",
            "quiet.yaml:17: {persona}: a row of deals has no such value; did you mean person?",
        ),
        ("{created:day}", "{created:days}", "quiet.yaml:17: {created:days}: created is a moment, its forms are:"),
        ("{created:day}", "{created:day", "quiet.yaml:17: a brace stands alone"),
        ("{deal}<", "{deal}", "quiet.yaml:17: < and > stand in pairs"),
        ("< · {person}>", "< · >", "quiet.yaml:17: < · > holds no value that could be empty"),
        ("one:", "single:", "quiet.yaml:14: plural forms are zero, one"),
        ('    ru: "Тихих сделок: {count}"\n', "", "quiet.yaml:13: the text in ru is missing; English is told"),
        ('{en: "None. {whose}", ', "{", "quiet.yaml:19: the text in en is missing; it is told where"),
        ('  empty: {en: "None. {whose}", ru: "Нет. {whose}"}\n', "", "quiet.yaml:12: with `where`, `empty` has to say"),
        (
            "run: deals.list",
            "run: deals.lists",
            "quiet.yaml:22: there is no intent 'deals.lists'; did you mean deals.list",
        ),
        ("this_week", "thisweek", "quiet.yaml:23: there is no value of period 'thisweek'; did you mean this_week?"),
        (
            "- other_people",
            "- others",
            "quiet.yaml:24: there is no button 'others'; known are why, period_before, other_people",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_way_out(
    tmp_path: Path, good: str, wrong: str, complaint: str
) -> None:
    assert good in GOOD
    problems = examined(tmp_path, GOOD.replace(good, wrong, 1))
    assert any(problem.startswith(complaint) for problem in problems), problems


def test_a_query_alone_has_no_answer(tmp_path: Path) -> None:
    (problem,) = examined(tmp_path, GOOD[: GOOD.index("reply:")])
    assert problem == "quiet.yaml:6: query and reply belong together; reply is missing"


def test_rows_lead_to_an_intent_that_there_is(tmp_path: Path) -> None:
    line = GOOD.split("\n").index("entities: [person]") + 2
    problems = examined(tmp_path, GOOD.replace("entities: [person]\n", "entities: [person]\nrows: deals.lists\n"))
    assert problems == [f"quiet.yaml:{line}: there is no intent 'deals.lists'; did you mean deals.list?"]
    assert examined(tmp_path, GOOD.replace("entities: [person]\n", "entities: [person]\nrows: deals.list\n")) == []


def test_a_missing_translation_is_no_reason_to_stop(tmp_path: Path) -> None:
    assert examined(tmp_path, GOOD.replace('    ru: "Тихих сделок: {count}"\n', ""))
    assert "deals.quiet" in Catalogue.load(tmp_path)


def test_the_first_real_mistake_stops_the_start(tmp_path: Path) -> None:
    examined(tmp_path, GOOD.replace("from: deals", "from: nothing"))
    with pytest.raises(SettingsError, match=r"quiet.yaml:7: there is no source"):
        Catalogue.load(tmp_path)


def test_every_kind_of_value_has_its_forms_named() -> None:
    assert set(FORMS) == {"text", "words", "link", "list", "number", "money", "moment", "date", "period", "flag"}
