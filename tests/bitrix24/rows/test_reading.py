"""All rows, each once, in as few requests or as little time as can be: over tables of any shape."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.bitrix24.batch import Command
from assistant.bitrix24.rows import AtOnce, Listing, read_all, stream
from assistant.errors import PortalError, PortalUnavailableError
from tests.bitrix24.rows.tables import LISTING, Table


def read(table: Table, at_once: int = 1) -> list[int]:
    return [row["id"] for row in read_all(table, (LISTING,), spare=AtOnce(at_once)).rows]


@pytest.mark.parametrize(
    ("rows", "requests"),
    [(0, 1), (49, 1), (50, 1), (51, 1), (500, 1), (501, 2), (3000, 2), (3001, 3), (9999, 5), (10_000, 5), (10_500, 5)],
)
def test_one_request_for_500_rows_and_another_for_each_2500(rows: int, requests: int) -> None:
    table = Table(set(range(1, rows + 1)))
    assert read(table) == list(range(rows, 0, -1))
    assert len(table.asked) == requests


def test_no_page_is_asked_for_that_the_count_rules_out() -> None:
    table = Table(set(range(1, 2001)))
    read(table)
    assert [len(asked) for asked in table.asked] == [10, 30]


def test_with_much_to_spare_the_rest_is_read_at_once() -> None:
    table = Table(set(range(1, 10_001)))
    assert sorted(read(table, at_once=16)) == list(range(1, 10_001))
    assert len(table.asked) == 17
    assert max(len(asked) for asked in table.asked) < 16


def test_what_fits_into_one_request_is_not_divided_however_much_there_is_to_spare() -> None:
    table = Table(set(range(1, 3001)))
    read(table, at_once=50)
    assert len(table.asked) == 2


shapes = st.one_of(
    st.builds(lambda n, step: {1 + each * step for each in range(n)}, st.integers(0, 6000), st.integers(1, 900)),
    # Dense at one end, thin at the other: as the open ones among all deals.
    st.builds(lambda n, power: {1 + int(each**power) for each in range(n)}, st.integers(0, 5000), st.floats(0.5, 2.5)),
    st.builds(
        lambda islands: {start * 10_000 + each for start, many in islands for each in range(1, many)},
        st.lists(st.tuples(st.integers(0, 500), st.integers(1, 1500)), max_size=6),
    ),
)


@settings(deadline=None, max_examples=60)
@given(shapes, st.integers(1, 40))
def test_tables_of_any_shape_are_read_whole(ids: set[int], at_once: int) -> None:
    table = Table(set(ids))
    found = read(table, at_once)
    assert Counter(found) == Counter(ids)
    assert len(table.asked) <= 2 + len(ids) // 2500 + 3 * 16


@settings(deadline=None, max_examples=60)
@given(shapes, st.integers(1, 40), st.integers())
def test_rows_that_stay_are_read_once_whatever_comes_and_goes(ids: set[int], at_once: int, seed: int) -> None:
    random = Random(seed)
    touched: set[int] = set()

    def change(table: Table) -> None:
        gone = set(random.sample(sorted(table.ids), min(len(table.ids), 70)))
        top = max(table.ids, default=0)
        come = {random.randint(1, top + 100) for _ in range(70)} - table.ids
        touched.update(gone | come)
        table.ids = (table.ids - gone) | come

    table = Table(set(ids), between=change)
    found = read(table, at_once)
    assert max(Counter(found).values(), default=1) == 1
    assert ids - touched <= set(found) <= ids | touched


@settings(deadline=None, max_examples=25)
@given(
    rows=st.integers(0, 2500),
    at_once=st.integers(1, 20),
    seed=st.integers(),
    count=st.sampled_from([None, -1, 0]),
    resolves=st.booleans(),
)
def test_odd_portals_cost_requests_and_no_rows(
    *, rows: int, at_once: int, seed: int, count: int | None, resolves: bool
) -> None:
    """Pages that fail in the middle, totals that say nothing, references that mean nothing."""
    random = Random(seed)
    table = Table(set(range(1, rows + 1)), count=count, resolves=resolves)
    table.fails = lambda _, command: command > 0 and random.random() < 0.1
    assert sorted(read(table, at_once)) == list(range(1, rows + 1))


def test_a_page_that_fails_in_the_middle_is_asked_for_again() -> None:
    table = Table(set(range(1, 401)), fails=lambda request, command: (request, command) == (1, 4))
    assert read(table) == list(range(400, 0, -1))
    assert table.asked[1][0].params["filter"] == {"<id": 201}


def test_a_first_page_that_fails_is_an_error() -> None:
    with pytest.raises(PortalUnavailableError):
        read(Table({1}, fails=lambda _, command: command == 0))


@pytest.mark.parametrize("at_once", [1, 8])
def test_what_came_before_an_error_is_given(at_once: int) -> None:
    table = Table(set(range(1, 10_001)), fails=lambda request, _: request == 3)
    found = stream(table, (LISTING,), spare=AtOnce(at_once))
    rows: list[int] = []
    with pytest.raises(PortalError):
        rows.extend(row["id"] for row in found)
    assert len(rows) == len(set(rows)) >= 500
    assert found.total == 10_000


def test_rows_in_another_order_than_asked_for_are_refused() -> None:
    class Rising(Table):
        def _matching(self, command: Command, results: dict[str, object]) -> list[int]:
            return sorted(super()._matching(command, results))

    with pytest.raises(PortalUnavailableError, match="order"):
        read(Rising({1, 2, 3}))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sets(st.integers(1, 4000), max_size=1500), min_size=2, max_size=4), st.integers(1, 20))
def test_what_is_in_several_listings_comes_once(parts: list[set[int]], at_once: int) -> None:
    listings = [Listing("table.list", {"part": at}, rows=("items",)) for at in range(len(parts))]
    table = Table(set().union(*parts), ids_of=lambda condition: parts[condition["part"]])
    riders = (Command("rider", "table.list", {"filter": {"part": 0}, "order": {"id": "DESC"}, "start": -1}),)
    found = read_all(table, listings, riders, spare=AtOnce(at_once))
    assert Counter(row["id"] for row in found.rows) == Counter(table.ids)
    assert "rider" in found.first


def test_progress_grows_to_the_total() -> None:
    steps: list[tuple[int, int]] = []
    found = stream(Table(set(range(1, 6001))), (LISTING,), progress=lambda *step: steps.append(step))
    assert steps == [(500, 6000)]
    assert len(list(found)) == 6000
    assert steps == [(500, 6000), (3000, 6000), (5500, 6000), (6000, 6000)]


def test_rows_come_before_all_are_read() -> None:
    table = Table(set(range(1, 6001)))
    found = iter(stream(table, (LISTING,)))
    assert next(found)["id"] == 6000
    assert len(table.asked) == 1


def test_a_filter_that_bounds_ids_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="<id"):
        Listing("table.list", {"<id": 7})
