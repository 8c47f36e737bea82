"""Lists as spreadsheets: every row, what its columns say, and a caption that says which rows these are."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.catalogue import Catalogue
from assistant.models import FILE, Period, Phrase, Reply, Run, Scope, Sheet, Slots
from assistant.replies import Locale, caption
from assistant.replies.wording import Wording
from assistant.scenarios import answer
from tests.scenarios.office import MOSCOW, NOW, Office, many_deals

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
OFFICE = Office()


def sheet_of(run: Run, office: Office, catalogue: Catalogue) -> Sheet:
    reply = answer(replace(run, view=FILE), office, catalogue)
    assert isinstance(reply, Reply)
    (sheet,) = reply.attachments
    assert isinstance(sheet, Sheet)
    assert not reply.lines
    assert not reply.shareable
    return sheet


def test_the_file_of_a_list_has_all_its_deals_in_their_order(catalogue: Catalogue) -> None:
    office = Office(all_deals=many_deals(40))
    rows = list(sheet_of(Run("deals.list"), office, catalogue).rows)
    assert len(rows) == 40
    amounts = [row[2] for row in rows]
    assert amounts == sorted(amounts, key=lambda amount: -float(str(amount)))


def test_the_file_of_a_list_names_the_clients_that_may_be_read(catalogue: Catalogue) -> None:
    sheet = sheet_of(Run("deals.list", scope=Scope.READABLE), OFFICE, catalogue)
    clients = {row[0]: row[1] for row in sheet.rows}
    assert clients["Nordwind, audit"] == "Nordwind"
    assert clients["Юг, розница"] == "Ромашка-Юг"
    assert clients["Helios, pumps"] is None


@pytest.mark.parametrize("view", ["", FILE])
def test_the_file_of_a_report_names_clients_as_long_as_a_request_is_left_for_them(
    view: str, catalogue: Catalogue
) -> None:
    def head(number: int) -> tuple[str, ...]:
        office = Office(all_deals=many_deals(number))
        reply = answer(Run("report.sales", Slots(period=MAY), Scope.READABLE, view=view), office, catalogue)
        assert isinstance(reply, Reply)
        (sheet,) = (each for each in reply.attachments if isinstance(each, Sheet))
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}
        return tuple(column.title.key for column in sheet.columns)

    assert "reports.file.client" in head(500)
    assert ("reports.file.client" in head(501)) == (view == FILE)


@pytest.mark.parametrize("intent", ["deals.list", "tasks.list"])
def test_every_row_has_a_cell_for_each_column(intent: str, catalogue: Catalogue) -> None:
    sheet = sheet_of(Run(intent, Slots(task_state="open"), Scope.READABLE), OFFICE, catalogue)
    rows = list(sheet.rows)
    assert rows
    assert {len(row) for row in rows} == {len(sheet.columns)}


def test_the_file_of_a_report_on_tasks_says_what_each_task_counts_as(catalogue: Catalogue) -> None:
    reply = answer(Run("report.tasks", view=FILE), OFFICE, catalogue)
    assert isinstance(reply, Reply)
    assert reply.lines
    (sheet,) = reply.attachments
    assert isinstance(sheet, Sheet)
    rows = list(sheet.rows)
    assert {len(row) for row in rows} == {len(sheet.columns)}
    words = Wording(Locale("ru", MOSCOW, NOW), rich=False)
    assert {words.phrase(row[1]) for row in rows if isinstance(row[1], Phrase)} <= {
        "создана", "закрыта", "просрочена", "создана и закрыта", "закрыта и просрочена", "создана и просрочена",
        "создана, закрыта и просрочена",
    }  # fmt: skip
    assert caption(sheet, Locale("ru", MOSCOW, NOW)).startswith("Задачи вашей команды: 8–14 июня 2026: ")


@pytest.mark.parametrize(
    ("lang", "said", "name"),
    [
        ("en", "Your open deals: 8 rows, as of 12:04.", "Your open deals, 2026-06-10"),
        ("ru", "Ваши открытые сделки: 8 строк, данные на 12:04.", "Ваши открытые сделки, 2026-06-10"),
    ],
)
def test_caption_and_name_say_what_the_file_shows(lang: str, said: str, name: str, catalogue: Catalogue) -> None:
    sheet = sheet_of(Run("deals.list"), OFFICE, catalogue)
    assert caption(sheet, Locale(lang, MOSCOW, NOW)) == said
    assert Wording(Locale(lang, MOSCOW, NOW), rich=False).phrase(sheet.name) == name


def test_nothing_is_no_file(catalogue: Catalogue) -> None:
    reply = answer(Run("deals.list", Slots(stage="Договор", deal_state="lost"), view=FILE), OFFICE, catalogue)
    assert isinstance(reply, Reply)
    assert reply.lines
    assert not reply.attachments
