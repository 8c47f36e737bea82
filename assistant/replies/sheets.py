"""`Sheet` → XLSX: texts stay texts, numbers are numbers, dates are dates."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.models import Cell, ColumnKind, Link, Phrase, Sheet
from assistant.replies import markup
from assistant.replies.locale import Locale
from assistant.replies.wording import Wording

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""UTF-16 units that Excel takes in a cell."""
TAB = 31
"""Characters of the name of a tab."""
NARROWEST, WIDEST = 8, 60
"""Characters of a column."""
FIRST_DAY = date(1900, 3, 1)
"""Excel counts days that were before it wrongly or not at all; they are written as texts."""
MOST_LINKS = 65_530
"""That Excel takes in a sheet."""
LONGEST_LINK = 2_000
MONEY = "#,##0.00"
_BREAKS = "\t\n\r\v\f\x85\u2028\u2029"
_NOT_IN_TAB = re.compile(r"[\[\]:*?/\\]")


def write(sheet: Sheet, locale: Locale, address: str) -> bytes:
    """The file, written row by row; the same sheet gives the same bytes on the same day.

    Args:
        sheet: its rows are read once.
        locale: of the reader; moments are written in that zone.
        address: of the portal, `https://example.bitrix24.com`, for links of the portal.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - loaded when there is something to write

    wording = Wording(locale, rich=False)
    with io.BytesIO() as file:
        # A row is forgotten as soon as the next one begins.
        book = Workbook(file, {"constant_memory": True})
        today = datetime.combine(locale.today, datetime.min.time())
        book.set_properties({"title": wording.phrase(sheet.title), "created": today})
        formats = {
            ColumnKind.MONEY: book.add_format({"num_format": MONEY}),
            ColumnKind.DATE: book.add_format({"num_format": wording.phrase(Phrase("sheet.date"))}),
            ColumnKind.MOMENT: book.add_format({"num_format": wording.phrase(Phrase("sheet.moment"))}),
        }
        page = _Page(book.add_worksheet(_tab(wording.phrase(sheet.title))), formats, wording, locale, address)
        page.head([wording.phrase(column.title) for column in sheet.columns], book.add_format(_HEAD))
        kinds = [column.kind for column in sheet.columns]
        for cells in sheet.rows:
            page.row(cells, kinds)
        page.finish()
        book.close()
        return file.getvalue()


_HEAD = {"bold": True, "bottom": 1, "bg_color": "#E3E9EF"}


class _Page:
    """The sheet while it is written."""

    def __init__(
        self,
        sheet: Worksheet,
        formats: Mapping[ColumnKind, Format],
        wording: Wording,
        locale: Locale,
        address: str,
    ) -> None:
        self._sheet = sheet
        self._formats = formats
        self._wording = wording
        self._locale = locale
        self._address = address
        self._widths: list[int] = []
        self._row = 0
        self._links = 0

    def head(self, titles: Sequence[str], bold: Format) -> None:
        """The titles of the columns; they stay in view."""
        for column, title in enumerate(titles):
            self._sheet.write_string(0, column, title, bold)
        self._widths = [len(title) + 4 for title in titles]  # with the arrow of the filter
        self._sheet.freeze_panes(1, 0)

    def row(self, cells: Sequence[Cell], kinds: Sequence[ColumnKind]) -> None:
        """The next row."""
        self._row += 1
        for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            written = self._write(column, cell, self._formats.get(kind))
            self._widths[column] = max(self._widths[column], written)

    def finish(self) -> None:
        """What is known at the end: widths, and which rows the filter is for."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width + 1, NARROWEST), WIDEST))
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._widths) - 1)

    def _write(self, column: int, cell: Cell, form: Format | None) -> int:
        """Write a cell; gives how many characters it shows."""
        match cell:
            case None:
                return 0
            case Link(text, url):
                return self._link(column, text, url)
            case Phrase():
                return self._text(column, self._wording.phrase(cell))
            case datetime():
                local = cell.astimezone(self._locale.zone).replace(tzinfo=None)
                return self._date(column, local, form, "16:00 12 Jun 2026")
            case date():
                return self._date(column, cell, form, "12 Jun 2026")
            case int() | float() | Decimal() if math.isfinite(cell):
                self._sheet.write_number(self._row, column, float(cell), form)
                return len(f"{cell:,.2f}")
            case _:
                return self._text(column, str(cell))

    def _text(self, column: int, text: str) -> int:
        shown = clean(text)
        self._sheet.write_string(self._row, column, shown)
        return len(shown)

    def _date(self, column: int, when: date, form: Format | None, like: str) -> int:
        day = when.date() if isinstance(when, datetime) else when
        if day < FIRST_DAY:
            return self._text(column, when.isoformat(" ") if isinstance(when, datetime) else when.isoformat())
        self._sheet.write_datetime(self._row, column, when, form)
        return len(like)

    def _link(self, column: int, text: str, url: str) -> int:
        address = markup.safe_url(url)
        if address.startswith("/"):
            address = self._address + address
        if not address or len(address) > LONGEST_LINK or self._links >= MOST_LINKS:
            return self._text(column, text or address)
        self._sheet.write_url(self._row, column, address, string=clean(text or address))
        self._links += 1
        return len(text or address)


def clean(text: str) -> str:
    """One line without control characters, no longer than a cell may be."""
    if not text.isprintable():  # which says nothing against most, and fast
        line = "".join(" " if letter in _BREAKS else letter for letter in text)
        text = "".join(letter for letter in line if unicodedata.category(letter) not in {"Cc", "Cs", "Cn"})
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST else units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _tab(title: str) -> str:
    """A name that Excel takes."""
    name = _NOT_IN_TAB.sub(" ", clean(title))
    name = " ".join(name.split())[:TAB].strip(" '")
    return name if name and name.casefold() != "history" else f"{name} 1".strip()
