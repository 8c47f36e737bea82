"""Charts as pictures: their words, what fits, and what eyes can tell apart."""

import io
import random
import threading
from dataclasses import replace
from decimal import Decimal

import matplotlib.image
import numpy as np
import numpy.typing as npt
import pytest

from assistant.models import Chart, ChartBar, ChartKind, ChartPanel, Money, Phrase
from assistant.replies import attached
from assistant.replies.charts.chart import worded
from assistant.replies.charts.drawing import FILL, LABEL, ROOM, TRACK
from assistant.replies.charts.letters import Letters
from assistant.replies.wording import Wording
from tests.replies.conftest import locale

Picture = npt.NDArray[np.float32]


def text(said: str) -> Phrase:
    return Phrase("text", {"text": said})


def bars(*values: float, label: str = "Анна Серова") -> tuple[ChartBar, ...]:
    return tuple(ChartBar(f"{label} {n}", value, value) for n, value in enumerate(values, start=1))


def chart(*shown: ChartBar, kind: ChartKind = ChartKind.BARS, title: str = "Won in June 2026") -> Chart:
    return Chart(text(title), (ChartPanel(kind, shown, text("Won")),), text("Won in June 2026"), text("Chart"))


def picture(chart: Chart) -> Picture:
    file = attached(chart, locale("ru"), "")
    assert file.name == "Won in June 2026.png"
    return np.asarray(matplotlib.image.imread(io.BytesIO(file.content), format="png"))[:, :, :3]


def colour(code: str) -> npt.NDArray[np.float64]:
    return np.array([int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def lengths(drawn: Picture, code: str) -> list[int]:
    """Of the runs of a colour, in the rows of dots where they change, from top to bottom."""
    rows = (np.abs(drawn - colour(code)).max(axis=2) < 0.01).sum(axis=1)
    wide = [int(count) for count in rows if count > 3]
    return [length for at, length in enumerate(wide) if at == 0 or abs(wide[at - 1] - length) > 3]


def test_a_chart_is_twice_as_wide_as_a_phone_and_as_high_as_its_bars() -> None:
    few, many = picture(chart(*bars(1, 2))), picture(chart(*bars(*range(1, 13))))
    assert few.shape[1] == many.shape[1] == 720
    assert few.shape[0] < 360 < many.shape[0] < 1200


def test_bars_are_as_long_as_their_values() -> None:
    longest, half, tenth = lengths(picture(chart(*bars(100, 50, 10))), FILL)
    assert longest == pytest.approx(2 * ROOM, abs=3)
    assert half == pytest.approx(ROOM, abs=3)
    assert tenth == pytest.approx(ROOM / 5, abs=3)


def test_a_funnel_stands_in_the_middle() -> None:
    drawn = picture(chart(*bars(100, 40), kind=ChartKind.FUNNEL))
    blue = np.abs(drawn - colour(FILL)).max(axis=2) < 0.01
    columns = np.flatnonzero(blue[blue.sum(axis=1) < ROOM].any(axis=0))
    assert columns[0] + columns[-1] == pytest.approx(720, abs=4)


def test_every_group_has_a_scale_of_its_own() -> None:
    rub, eur = text("RUB"), text("EUR")
    mixed = chart(ChartBar("a", 1_000_000, 1, rub), ChartBar("b", 10, 1, eur), ChartBar("c", 5, 1, eur))
    shown = worded(mixed, Wording(locale(), rich=False))
    assert [(group.heading, [bar.share for bar in group.bars]) for group in shown.panels[0].groups] == [
        ("RUB", [1.0]),
        ("EUR", [1.0, 0.5]),
    ]


def test_zeros_and_debts_have_no_bar() -> None:
    assert lengths(picture(chart(*bars(0, 0))), FILL) == []
    assert len(lengths(picture(chart(*bars(5, -3, 0))), FILL)) == 1


def test_figures_are_written_as_the_language_writes_them() -> None:
    one = chart(ChartBar("x", Decimal("182400.5"), Money(Decimal("182400.5"), "EUR")))
    figures = {
        lang: worded(one, Wording(locale(lang), rich=False)).panels[0].groups[0].bars[0].figure for lang in ("en", "ru")
    }
    assert figures == {"en": "€182,400.50", "ru": "182\N{NO-BREAK SPACE}400,50\N{NO-BREAK SPACE}€"}


def test_what_is_more_than_a_phone_shows_is_told() -> None:
    shown = worded(chart(*bars(*range(1, 16))), Wording(locale(), rich=False))
    (panel,) = shown.panels
    assert sum(len(group.bars) for group in panel.groups) == 12
    assert panel.notes == ("… 3 more",)


def test_panels_stand_below_each_other_under_one_title() -> None:
    one = chart(*bars(4, 2), title="June 2026")
    funnel = ChartPanel(ChartKind.FUNNEL, bars(8, 4), text("Funnel"), text("Of the stage before"))
    drawn = picture(replace(one, panels=(*one.panels, funnel)))
    assert lengths(drawn, FILL) == pytest.approx([2 * ROOM, ROOM, 2 * ROOM, ROOM], abs=3)
    assert picture(one).shape[0] < drawn.shape[0] < 900


def test_what_was_before_is_hatched_in_the_same_colours() -> None:
    now, before = bars(100, 80)
    drawn = picture(chart(now, replace(before, before=True)))
    blue = (np.abs(drawn - colour(FILL)).max(axis=2) < 0.01).sum(axis=1)
    whole = np.flatnonzero(blue > 2 * ROOM - 4)
    hatched = blue[whole[-1] + 1 :]
    assert 0 < hatched.max() <= 1.6 * ROOM + 4, "as long as its value"
    assert np.median(hatched[hatched > 0]) < 1.6 * ROOM / 2, "more than half of it is white"


def test_the_same_chart_is_the_same_file_from_any_thread() -> None:
    one = chart(*bars(3, 2, 1))
    files: list[bytes] = []
    threads = [threading.Thread(target=lambda: files.append(attached(one, locale(), "").content)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files) == 6
    assert len(set(files)) == 1


@pytest.mark.parametrize("said", ["$1 to $2", r"\frac{1}{0}", "{", "漢字", "🎉", "\x00", "", " ", "שלום", "a" * 300])
def test_no_name_breaks_a_chart(said: str) -> None:
    drawn = picture(chart(ChartBar(said, 2, text(said)), ChartBar("x", 1, 1), title=f"{said} {said}"))
    assert len(lengths(drawn, FILL)) == 2


def test_a_line_is_never_wider_than_its_room() -> None:
    chance = random.Random(7)
    letters = "Константинопольский Werner-von-Siemens ЩЖЮШ WWWW iiii ,.;"
    for _ in range(300):
        name = "".join(chance.choices(letters, k=chance.randint(1, 200)))
        room = chance.uniform(60, ROOM)
        lines = LABEL.lines(LABEL.known(name), room, 2)
        assert 1 <= len(lines) <= 2
        assert all(LABEL.width(line) <= room for line in lines), name


def test_a_name_that_fits_is_written_whole() -> None:
    name = "Подготовка документов и согласование"
    assert " ".join(LABEL.lines(name, 200.0, 2)) == name
    assert LABEL.lines(name, 60.0, 1) == [LABEL.shortened(name, 60.0)]
    assert LABEL.shortened(name, 60.0).endswith("…")


def test_letters_are_big_enough_at_360_pixels() -> None:
    from assistant.replies.charts import drawing

    sizes = [each.pixels for each in vars(drawing).values() if isinstance(each, Letters)]
    assert min(sizes) >= 11


def test_the_bar_differs_from_its_ground_without_any_colour() -> None:
    def luminance(code: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour(code)]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    light, dark = luminance(TRACK), luminance(FILL)
    assert (light + 0.05) / (dark + 0.05) > 4
