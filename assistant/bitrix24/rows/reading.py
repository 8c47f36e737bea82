"""Reads all rows that match, in few requests or in little time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command, Source
from assistant.bitrix24.rows.chain import Chain, Row
from assistant.bitrix24.rows.listing import Listing
from assistant.bitrix24.rows.spans import Span
from assistant.bitrix24.rows.spare import FRUGAL, Spare
from assistant.errors import PortalError

MOST_AT_ONCE = 16
"""Requests; with their pages they bound the memory of a reading: 20,000 rows at most."""
PAGES_AT_ONCE = 25
"""Pages of each of them at most."""
LEAST_AT_ONCE = 8
"""Pages of each of them at least: fewer are not worth a request."""
ROUNDS = 3
"""So often ids are divided; where rows are so unevenly spread that this did not do, requests are saved again."""

Progress = Callable[[int, int], None]
"""Told after each answer: rows that came, rows that there are."""


def unheard(_done: int, _total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list method gave."""

    rows: tuple[Row, ...]
    first: BatchAnswer
    """The answer of the first request, with the results of the riders."""


def read_all(
    source: Source, listings: Sequence[Listing], riders: Sequence[Command] = (), *, spare: Spare = FRUGAL
) -> Rows:
    """Every row of one listing, or of several that overlap; see `stream`."""
    found = stream(source, listings, riders, spare=spare)
    return Rows(tuple(found), found.first)


def stream(
    source: Source,
    listings: Sequence[Listing],
    riders: Sequence[Command] = (),
    *,
    spare: Spare = FRUGAL,
    progress: Progress = unheard,
) -> Stream:
    """Send the first request; the rows come with iterating.

    One request for up to 500 rows, for fewer where a crowd shares it. One after another: another request for each
    2,500 rows after that.

    Args:
        source: whose rights count; it is called by several threads where there is much to spare.
        listings: what to read; a row that is in several comes once.
        riders: other commands for the first request.
        spare: how many requests may be sent at once, asked anew before they are.
        progress: is told how far the reading is.

    Raises:
        PortalError: a page could not be read.
    """
    return Stream(source, listings, riders, spare, progress)


class Stream:
    """Rows as they come, once."""

    def __init__(
        self, source: Source, listings: Sequence[Listing], riders: Sequence[Command], spare: Spare, progress: Progress
    ) -> None:
        self._source = source
        self._spare = spare
        self._progress = progress
        self._seen: set[int] | None = set() if len(listings) > 1 else None
        self._done = 0
        self._unread: list[Span] = []
        room = (LIMIT - len(riders)) // len(listings)
        chains = [Chain(Span(each), min(spare.first_pages(), room), f"p{at}_") for at, each in enumerate(listings)]
        self.first = source.read_batch([*(command for chain in chains for command in chain.commands), *riders])
        """The answer of the first request, with the results of the riders."""
        self._begun = self._taken(chains, self.first)
        self.total = self._done + sum(span.expected or 0 for span in self._unread)
        """How many rows there were at the first request, as far as the portal counts; of several listings at most."""
        progress(self._done, self.total)

    def __iter__(self) -> Iterator[Row]:
        """The rows; each is held no longer than until the next ones are asked for.

        Raises:
            PortalError: a page could not be read; the rows that came until then are all right, and not all.
        """
        yield from self._begun
        self._begun = []
        rounds = 0
        while self._unread:
            at_once = self._at_once() if rounds < ROUNDS else 1
            rounds += at_once > 1
            if at_once > 1:
                yield from self._divide(at_once)
            else:
                yield from self._go_on()

    def _at_once(self) -> int:
        pages = sum(span.pages for span in self._unread)
        if pages <= LIMIT:
            return 1
        return min(self._spare.requests(), MOST_AT_ONCE, pages // LEAST_AT_ONCE)

    def _go_on(self) -> list[Row]:
        """One request, as full as it gets."""
        spans, self._unread = self._unread[:LIMIT], self._unread[LIMIT:]
        chains, room = [], LIMIT
        for at, span in enumerate(spans):
            pages = min(span.pages, room // (len(spans) - at))
            chains.append(Chain(span, pages, f"p{at}_"))
            room -= pages
        return self._take(chains, self._ask(chains))

    def _divide(self, at_once: int) -> Iterator[Row]:
        """Several requests at the same time, each for other ids."""
        pages = min(PAGES_AT_ONCE, -(-sum(span.pages for span in self._unread) // at_once))
        spans = [part for span in self._unread for part in span.divided(-(-span.pages // pages))]
        # One page more than there should be: rows are not spread evenly. So the last one is not worth a count.
        chains = [Chain(span, min(LIMIT, span.pages + 1), "p", counted=False) for span in spans[:at_once]]
        self._unread = spans[at_once:]
        failure: PortalError | None = None
        threads = ThreadPoolExecutor(len(chains), thread_name_prefix="rows")
        try:
            asked: dict[Future[BatchAnswer], Chain] = {threads.submit(self._ask, [each]): each for each in chains}
            for answered in as_completed(asked):
                try:
                    rows = self._take([asked[answered]], answered.result())
                except PortalError as error:
                    failure = failure or error
                    continue
                yield from rows
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
        if failure is not None:
            raise failure

    def _ask(self, chains: Sequence[Chain]) -> BatchAnswer:
        return self._source.read_batch([command for chain in chains for command in chain.commands])

    def _take(self, chains: Sequence[Chain], answer: BatchAnswer) -> list[Row]:
        rows = self._taken(chains, answer)
        self.total = max(self.total, self._done)
        self._progress(self._done, self.total)
        return rows

    def _taken(self, chains: Sequence[Chain], answer: BatchAnswer) -> list[Row]:
        rows: list[Row] = []
        failures: list[PortalError] = []
        for chain in chains:
            try:
                taken = chain.take(answer)
            except PortalError as error:
                failures.append(error)
                self._unread.append(chain.span)
                continue
            if taken.rest is not None:
                self._unread.append(taken.rest)
            rows += self._unseen(chain.span.listing, taken.rows)
        if len(failures) == len(chains):
            # Nothing went on; else those that failed are asked for again with what is left of the others.
            raise failures[0]
        self._done += len(rows)
        return rows

    def _unseen(self, listing: Listing, rows: list[Row]) -> list[Row]:
        if self._seen is None:
            return rows
        new = {listing.id_of(row): row for row in rows if listing.id_of(row) not in self._seen}
        self._seen |= new.keys()
        return list(new.values())
