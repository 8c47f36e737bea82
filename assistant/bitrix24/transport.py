"""HTTP to the portal: one pool of connections for all threads, repeated reads, errors without secrets."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx

from assistant.bitrix24.answers import Answer, NeverSentError, OperationLimitError, read
from assistant.bitrix24.budget import QUESTION, Budget, BudgetState, Caller, Place, Urgency
from assistant.bitrix24.budget.operating import BLOCKED_FOR, used_up, with_dropped, without_paused
from assistant.bitrix24.joint import may_join
from assistant.bitrix24.request import Request
from assistant.bitrix24.sharing import Sharing
from assistant.bitrix24.writes import headers_of, require_permit
from assistant.effects import Permit
from assistant.errors import PortalBusyError, PortalError, PortalUnavailableError, RejectedError, SettingsError

log = logging.getLogger(__name__)
# On the level INFO these two write whole addresses, with the client secret in the query.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

USER_AGENT = "bitrix24-assistant/0.1"
"""Downloads without one are refused by some portals."""
ANSWER_LIMIT = 32 * 1024 * 1024
"""Bytes; a batch of 50 full pages has about 2 MB."""
REDIRECTS = 3
LONGEST_RETRY_AFTER = 600.0
"""Seconds that a portal can ask to be left alone."""
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""The portal cannot have seen the request, so even a write can be repeated."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call is repeated before the person is told; delays in seconds."""

    unavailable: Sequence[float] = (0.2, 0.6, 1.5)
    """After 5xx, broken answers and lost connections; reads only."""
    busy: Sequence[float] = (0.5, 1.0, 2.0, 3.0)
    """After a refusal by a limit, which has done nothing yet; reads and writes."""
    bound: float = 10.0
    """No further try begins later than this after the first; time in line for the budget does not count."""


class Transport:
    """Calls REST methods of portals; safe to share between threads."""

    def __init__(
        self,
        patience: Patience | None = None,
        *,
        ca_bundle: Path | None = None,
        budget: Budget | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Open the pool.

        Args:
            patience: how long calls are repeated.
            ca_bundle: certificates to be trusted beside the public ones.
            budget: what the portals allow; without one nobody waits.
            sleep: waits between two tries.

        Raises:
            SettingsError: the bundle cannot be read.
        """
        self._patience = patience or Patience()
        self._budget = budget
        self._sharing = Sharing(budget, self._send_within) if budget else None
        self._sleep = sleep
        self.http = httpx.Client(
            verify=_trust(ca_bundle),
            timeout=httpx.Timeout(30.0, connect=3.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=15.0),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def call(
        self,
        endpoint: str,
        method: str,
        params: Mapping[str, Any],
        *,
        auth: str,
        repeatable: bool,
        trace: Sequence[str] = (),
        caller: Caller = QUESTION,
        permit: Permit | None = None,
    ) -> Answer:
        """Call a method with a person's or the application's token.

        Args:
            endpoint: `client_endpoint` of the token, `https://PORTAL/rest/`, or the address of an inbound webhook.
            method: name of the REST method.
            params: its parameters.
            auth: access token; goes into the body and nowhere else. Empty for a webhook, whose address is its secret.
            repeatable: it only reads, so it may run twice.
            trace: identities of the events that led to the call, for the header `X-Trace-Id`.
            caller: for whom: whose turn comes first where the portal's budget is short.
            permit: of the journal, for what changes something; REST 3.0 gets its key.

        Raises:
            UnjournaledWriteError: it changes something and does not stand in the journal.
            PortalError: after the tries that `Patience` allows; a write is repeated only when it cannot have run.
        """
        require_permit(method, params, permit)
        request = Request(endpoint, method, params, auth, repeatable, trace, caller, permit=permit)
        started = time.monotonic()
        waits = {PortalBusyError: iter(self._patience.busy), PortalUnavailableError: iter(self._patience.unavailable)}
        while True:
            try:
                return self._once(request)
            except PortalBusyError as error:
                failure: PortalError = error
                delay = next(waits[PortalBusyError], None)
                delay = None if delay is None else max(delay, error.retry_after)
            except PortalUnavailableError as error:
                failure = error
                may_repeat = repeatable or isinstance(error, NeverSentError)
                delay = next(waits[PortalUnavailableError], None) if may_repeat else None
            if (
                caller.urgency is Urgency.NICETY
                or delay is None
                or time.monotonic() - started - request.waited + delay > self._patience.bound
            ):
                raise failure
            log.info("%s again in %.1f s: %s", method, delay, failure.detail)
            self._sleep(delay)

    def at_once(self, endpoint: str) -> int:
        """How many requests of one reading may go to a portal at the same time; without a budget one.

        Raises:
            StoreUnavailableError: Redis does not answer.
        """
        return self._budget.state(_host(endpoint)).at_once if self._budget else 1

    def unanswered(self, endpoint: str) -> int:
        """How many conversations wait for an answer; without a budget nobody knows of others.

        Raises:
            StoreUnavailableError: Redis does not answer.
        """
        return self._budget.state(_host(endpoint)).unanswered if self._budget else 0

    def short(self, endpoint: str) -> bool:
        """Whether a request to a portal would have to wait for long."""
        budget = self.budget(endpoint)
        return budget is not None and budget.short

    def budget(self, endpoint: str) -> BudgetState | None:
        """How the budget of a portal stands; `None` when nobody keeps one."""
        return self._budget.state(_host(endpoint)) if self._budget else None

    def _once(self, request: Request) -> Answer:
        """One try, when its turn in the budget has come."""
        if self._budget is None or self._sharing is None:
            return self._send(request, request.params)
        host = _host(request.endpoint)
        if may_join(request):
            return self._sharing.call(host, request)
        with self._budget.place(host, request.caller) as place:
            request.waited += place.waited
            return self._send_within(place, request)

    def _send_within(self, place: Place, request: Request) -> Answer:
        params, dropped = without_paused(request.method, request.params, place.paused)
        try:
            answer = self._send(request, params)
        except OperationLimitError as error:
            place.spent[request.method.lower()] = max(error.retry_after, BLOCKED_FOR)
            raise
        place.spent |= used_up(request.method, params, answer, place.operating_limit)
        return with_dropped(answer, dropped)

    def _send(self, request: Request, params: Mapping[str, Any]) -> Answer:
        method, endpoint, auth = request.method, request.endpoint, request.auth
        headers = headers_of(endpoint, request.trace, request.permit)
        began = time.monotonic()
        try:
            url = httpx.URL(endpoint if endpoint.endswith("/") else f"{endpoint}/").join(method)
            status, body, wait = self._post(url, method, {**params, "auth": auth} if auth else params, headers)
        except UNSENT as error:
            raise NeverSentError(f"{method}: no connection to {_host(endpoint)}: {type(error).__name__}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The exception holds the request, and the request the token: only its name leaves.
            raise PortalUnavailableError(f"{method}: {type(error).__name__} from {_host(endpoint)}") from None
        log.debug("%s: HTTP %d, %d bytes, %.0f ms", method, status, len(body), (time.monotonic() - began) * 1000)
        # Texts of a portal or of a proxy before it go into the log: what they echo of the request does not.
        return read(method, status, body.replace((auth or _secret(endpoint)).encode(), b"***"), wait)

    def _post(
        self, url: httpx.URL, method: str, content: Mapping[str, Any], headers: Mapping[str, str]
    ) -> tuple[int, bytes, float]:
        for _ in range(REDIRECTS + 1):
            with self.http.stream("POST", url, json=content, headers=dict(headers)) as response:
                if not response.has_redirect_location:
                    return response.status_code, _bounded(response, method), _retry_after(response)
                # A portal that changed its address; a client that follows would make it a GET without the body.
                target = url.join(response.headers["location"])
            if url.scheme == "https" and target.scheme != "https":
                raise RejectedError(f"{method}: {url.host} redirects to an address without TLS", code="REDIRECT")
            url = target
        raise PortalUnavailableError(f"{method}: more than {REDIRECTS} redirects, the last to {url.host}")


def _retry_after(response: httpx.Response) -> float:
    """Seconds of the header `Retry-After`; a date, which no portal sends, counts as none."""
    value = response.headers.get("retry-after", "")
    return min(float(value), LONGEST_RETRY_AFTER) if value.isdecimal() else 0.0


def _host(endpoint: str) -> str:
    """What may be told of an address: the path of a webhook is a secret."""
    try:
        return httpx.URL(endpoint).netloc.decode()
    except httpx.InvalidURL:
        return "an address that is none"


def _secret(endpoint: str) -> str:
    """The last piece of the path."""
    return endpoint.rstrip("/").rpartition("/")[2]


def _trust(ca_bundle: Path | None) -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    if ca_bundle is not None:
        try:
            context.load_verify_locations(ca_bundle)
        except (OSError, ssl.SSLError) as error:
            reason = error.strerror or type(error).__name__
            raise SettingsError(f"ASSISTANT_CA_BUNDLE: {ca_bundle} holds no certificates in PEM ({reason})") from None
    return context


def _bounded(response: httpx.Response, method: str) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > ANSWER_LIMIT:
            raise RejectedError(f"{method}: the answer is over {ANSWER_LIMIT} bytes", code="ANSWER_TOO_LARGE")
    return bytes(body)
