"""REST calls with one stored token: a person's or the application's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.bitrix24.answers import Answer, ExpiredTokenError
from assistant.bitrix24.batch import BatchAnswer, Command, payload
from assistant.bitrix24.budget import QUESTION, Caller
from assistant.bitrix24.rows.spare import FIRST_PAGES
from assistant.bitrix24.token_record import TokenPair
from assistant.bitrix24.tokens import Tokens
from assistant.bitrix24.transport import Transport
from assistant.bitrix24.writes import modern_endpoint
from assistant.effects import Permit
from assistant.errors import MethodMissingError

Send = Callable[[str, str], Answer]
"""Makes a call: the address of the portal's methods, the access token."""


class Connection:
    """Calls methods as one person; the token is loaded at the first call and renewed when it has expired."""

    def __init__(
        self,
        transport: Transport,
        tokens: Tokens,
        member_id: str,
        person: int,
        trace: Sequence[str] = (),
        *,
        pair: TokenPair | None = None,
        caller: Caller = QUESTION,
        missing: Callable[[], None] = lambda: None,
    ) -> None:
        """`missing` is called when the portal does not know a method that it was thought to have."""
        self._transport = transport
        self._tokens = tokens
        self._member_id = member_id
        self._person = person
        self._trace = tuple(trace)
        self._pair = pair
        self._caller = caller
        self._missing = missing

    def read(self, method: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Call a method that changes nothing; it may be sent several times.

        Raises:
            PortalError: what the portal refused or did not do.
        """
        return self._call(method, params or {}, repeatable=True)

    def write(
        self, method: str, params: Mapping[str, Any], permit: Permit | None = None, *, modern: bool = False
    ) -> Answer:
        """Call a method that changes something: it is sent again only when it cannot have run.

        Args:
            method: its name.
            params: its parameters.
            permit: of the journal; only what may run any number of times goes without.
            modern: call the method of REST 3.0.

        Raises:
            PortalError: what the portal refused; after `PortalUnavailableError` it may have run.
        """
        return self._call(method, params, repeatable=False, permit=permit, modern=modern)

    def read_batch(self, commands: Iterable[Command], *, halt: bool = False) -> BatchAnswer:
        """Up to 50 reading commands in one request; each has a result or an error of its own."""
        return self._batch(tuple(commands), repeatable=True, halt=halt)

    def write_batch(self, commands: Iterable[Command], *, halt: bool = False) -> BatchAnswer:
        """Up to 50 commands in one request, some of which change something."""
        return self._batch(tuple(commands), repeatable=False, halt=halt)

    def requests(self) -> int:
        """How many requests of one reading may be sent at once."""
        return self._transport.at_once(self._endpoint)

    def first_pages(self) -> int:
        """Pages of the first request of a reading: nobody shares it."""
        return FIRST_PAGES

    def short(self) -> bool:
        """Whether a request would have to wait for long."""
        return self._transport.short(self._endpoint)

    @property
    def _endpoint(self) -> str:
        pair = self._pair or self._tokens.load(self._member_id, self._person)
        return pair.client_endpoint

    def _batch(self, commands: tuple[Command, ...], *, repeatable: bool, halt: bool) -> BatchAnswer:
        answer = BatchAnswer(commands, self._call("batch", payload(commands, halt=halt), repeatable=repeatable))
        if any(isinstance(answer.error(command.key), MethodMissingError) for command in commands):
            self._missing()
        return answer

    def _call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        repeatable: bool,
        permit: Permit | None = None,
        modern: bool = False,
    ) -> Answer:
        def send(endpoint: str, auth: str) -> Answer:
            return self._transport.call(
                modern_endpoint(endpoint) if modern else endpoint,
                method,
                self._signed(method, params),
                auth=auth,
                repeatable=repeatable,
                trace=self._trace,
                caller=self._caller,
                permit=permit,
            )

        try:
            return self._authorized(send)
        except MethodMissingError:
            self._missing()
            raise

    def _signed(self, method: str, params: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG002
        """With what a method wants to see beside the authorization: nothing, where there is a token."""
        return params

    def _authorized(self, send: Send) -> Answer:
        pair = self._pair or self._tokens.load(self._member_id, self._person)
        try:
            answer = send(pair.client_endpoint, pair.access)
        except ExpiredTokenError:
            # The call was refused before it did anything, so a write may go out again as well.
            pair = self._tokens.renew(self._member_id, self._person, pair)
            answer = send(pair.client_endpoint, pair.access)
        self._pair = pair
        return answer
