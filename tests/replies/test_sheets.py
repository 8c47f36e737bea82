"""Spreadsheets as another library reads them."""

import io
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from assistant.models import Cell, Column, ColumnKind, Link, Phrase, Sheet
from assistant.replies import attached, caption
from assistant.replies.sheets import LONGEST, clean
from tests.replies.conftest import locale

PORTAL = "https://example.bitrix24.com"
KINDS = tuple(ColumnKind)


def text(said: str) -> Phrase:
    return Phrase("text", {"text": said})


def sheet(rows: Iterable[tuple[Cell, ...]], *kinds: ColumnKind, title: str = "Deals", name: str = "Deals") -> Sheet:
    columns = tuple(Column(text(kind.value), kind) for kind in kinds)
    return Sheet(text(title), columns, rows, text(name), text("Your deals: 2 rows"))


def opened(sheet: Sheet, lang: str = "en") -> Worksheet:
    file = attached(sheet, locale(lang), PORTAL)
    page = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert isinstance(page, Worksheet)
    return page


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
@example(["=1+1", "@SUM(A1)", "+7 495 123-45-67", "-2", "\t=1", "'=1", "{=1}", "007", "1e5", "2026-06-01", "TRUE"])
@example(["https://evil.example", "mailto:a@b.c", "internal:Sheet1!A1", "external:c:\\x", "_x000D_"])
@example(["🎉👩‍👩‍👧", "שלום עולם", "\u202eabc", "a\x00b\x07", "line\nbreak\r\n", "\ufffe", "<b>&amp;</b>", " a ", ""])
def test_a_text_of_the_portal_stays_that_text(texts: list[str]) -> None:
    page = opened(sheet([(each,) for each in texts], ColumnKind.TEXT))
    for row, written in enumerate(texts, start=2):
        cell = page.cell(row, 1)
        assert cell.data_type in {"s", "inlineStr", "n"}
        assert cell.hyperlink is None
        assert unescape(cell.value or "") == clean(written)  # _x000D_ is written as _x005F_x000D_
        assert cell.data_type != "n" or cell.value is None  # an empty cell has no other type


@given(st.text(max_size=60))
def test_only_control_characters_are_taken_from_a_text(written: str) -> None:
    shown = clean(written)
    assert not [letter for letter in shown if unicodedata.category(letter) in {"Cc", "Cs", "Cn"}]
    assert [c for c in written if c.isalnum()] == [c for c in shown if c.isalnum()]


@pytest.mark.parametrize("letter", ["a", "я", "🎉"])
def test_a_text_longer_than_a_cell_is_cut(letter: str) -> None:
    value = opened(sheet([(letter * 40_000,)], ColumnKind.TEXT)).cell(2, 1).value
    assert isinstance(value, str)
    assert value.endswith(f"{letter}…")
    assert LONGEST - 2 <= len(value.encode("utf-16-le")) // 2 <= LONGEST


def test_numbers_sums_and_dates_can_be_counted_with() -> None:
    moment = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    page = opened(sheet([(7, Decimal("182400.50"), date(2026, 6, 30), moment)], *KINDS[1:5]))
    count, amount, day, time = (page.cell(2, column) for column in range(1, 5))
    assert count.value == 7
    assert (amount.value, amount.number_format) == (182400.5, "#,##0.00")
    assert (day.value, day.number_format) == (datetime.fromisoformat("2026-06-30"), "d mmm yyyy")
    assert time.value == datetime.fromisoformat("2026-06-02T01:30")  # in Moscow


def test_the_language_decides_how_a_date_looks() -> None:
    page = opened(sheet([(date(2026, 6, 30),)], ColumnKind.DATE), "ru")
    assert page.cell(2, 1).number_format == "dd.mm.yyyy"


@pytest.mark.parametrize("cell", [None, Decimal("NaN"), float("inf"), date(1899, 5, 1), datetime(1, 1, 1, tzinfo=UTC)])
def test_what_is_no_number_or_date_of_a_spreadsheet_breaks_nothing(cell: Cell) -> None:
    value = opened(sheet([(cell, "x")], ColumnKind.MONEY, ColumnKind.TEXT)).cell(2, 1).value
    assert value is None if cell is None else isinstance(value, str)


def test_a_link_of_the_portal_gets_its_address_and_no_other_scheme_is_a_link() -> None:
    rows = [(Link("", "/crm/deal/details/7/"),), (Link("=x", "https://b.example/"),), (Link("x", "javascript:a()"),)]
    page = opened(sheet(rows, ColumnKind.LINK))
    first, second, third = (page.cell(row, 1) for row in (2, 3, 4))
    assert first.hyperlink is not None
    assert first.hyperlink.target == first.value == f"{PORTAL}/crm/deal/details/7/"
    assert (second.value, second.data_type) == ("=x", "s")
    assert (third.value, third.hyperlink) == ("x", None)


def test_the_head_stays_in_view_and_filters_all_rows() -> None:
    page = opened(sheet([("a", 1), ("b", 2)], ColumnKind.TEXT, ColumnKind.NUMBER))
    assert [cell.value for cell in page[1]] == ["text", "number"]
    assert page["A1"].font.bold
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B3")


def test_a_column_is_as_wide_as_what_stands_in_it() -> None:
    page = opened(sheet([("a" * 30, "b" * 500, 1)], ColumnKind.TEXT, ColumnKind.TEXT, ColumnKind.NUMBER))
    widths = [page.column_dimensions[letter].width for letter in "ABC"]
    assert 31 <= widths[0] <= 32
    assert 60 <= widths[1] <= 61
    assert widths[2] < 13


@pytest.mark.parametrize(
    ("title", "tab"),
    [("Deals: won / lost?", "Deals won lost"), ("'quoted'", "quoted"), ("x" * 50, "x" * 31), ("History", "History 1"),
     ("[]:*", "1")],
)  # fmt: skip
def test_the_tab_has_a_name_that_excel_takes(title: str, tab: str) -> None:
    assert opened(sheet([("a",)], ColumnKind.TEXT, title=title)).title == tab


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Deals, won, June 2026", "Deals, won, June 2026"),
        ("../a\\b:c*?", "a b c"),
        ("...", "assistant"),
        ("Сделки — июнь", "Сделки — июнь"),
    ],
)
def test_the_file_has_a_name_that_every_system_takes(name: str, file: str) -> None:
    made = attached(sheet([("a",)], ColumnKind.TEXT, name=name), locale(), PORTAL)
    assert made.name == f"{file}.xlsx"


def test_rows_may_come_one_by_one_and_the_same_rows_give_the_same_file() -> None:
    files = [attached(sheet(((str(n),) for n in range(50)), ColumnKind.TEXT), locale(), PORTAL) for _ in range(2)]
    assert files[0].content == files[1].content


def test_a_file_has_no_formulas_and_nothing_that_is_loaded_from_outside() -> None:
    made = attached(sheet([("=WEBSERVICE(1)",), ("@x",)], ColumnKind.TEXT), locale(), PORTAL)
    with ZipFile(io.BytesIO(made.content)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_caption_is_bb_code_without_tags_of_the_portal() -> None:
    bad = Sheet(text("t"), (), (), text("n"), Phrase("text", {"text": "[b]Acme[/b]"}))
    assert "[b]" not in caption(bad, locale())
