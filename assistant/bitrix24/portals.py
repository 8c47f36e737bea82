"""The portals that installed the assistant: their installation, their people, their bot. One object a process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Self
from zoneinfo import ZoneInfo

from redis import Redis
from redis.client import Pipeline

from assistant.bitrix24.asker import Asker
from assistant.bitrix24.bot.bot import Bot
from assistant.bitrix24.bot.commands import Changes
from assistant.bitrix24.bot.connection import Api, BotConnection
from assistant.bitrix24.bot.fetching import Fetched, fetch
from assistant.bitrix24.bot.registration import Registrar
from assistant.bitrix24.bot.v1 import BotV1
from assistant.bitrix24.bot.v2 import BotV2
from assistant.bitrix24.budget import QUESTION, Budget, BudgetState, Caller, Urgency
from assistant.bitrix24.capabilities import Capabilities, PortalCapabilities
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.daily_look import DailyLook, working_days
from assistant.bitrix24.directories import Directories
from assistant.bitrix24.doctor import Finding, examine
from assistant.bitrix24.installation import Installation
from assistant.bitrix24.moments import zone_of
from assistant.bitrix24.oauth import OAuth
from assistant.bitrix24.permissions import Forget, Permission, Permissions
from assistant.bitrix24.portal import AskersPortal
from assistant.bitrix24.portal_record import PortalRecords
from assistant.bitrix24.sealing import Seal
from assistant.bitrix24.task_writes import Writing
from assistant.bitrix24.token_record import APPLICATION, Identity, TokenPair, TokenRecord
from assistant.bitrix24.tokens import Tokens
from assistant.bitrix24.transport import Transport
from assistant.bitrix24.webhook_mode import Webhook
from assistant.catalogue import Catalogue
from assistant.effects import Journal
from assistant.errors import NotConnectedError
from assistant.models import User, WorkingHours
from assistant.settings import Settings
from assistant.subscriptions import Name, PersonsSubscriptions, Subscriptions

EVENTS_PATH = "/b24/events"
"""Where the intake takes the bot's events."""


class Portals:
    """Everything that reaches a portal starts here; safe to share between threads."""

    def __init__(
        self,
        redis: Redis,
        settings: Settings,
        *,
        transport: Transport | None = None,
        clock: Callable[[], float] = time.time,
        forget: Forget = lambda _portal, _people: None,
    ) -> None:
        """Open the pool of connections.

        Args:
            redis: the database of states.
            settings: client id and secret, the authorization server, defaults of people.
            transport: with other patience; a usual one is made when left out.
            forget: wipes what other packages keep of people who disconnect or leave.
            clock: tells the moment of a question, in Unix seconds.
        """
        self._redis = redis
        self._settings = settings
        self._clock = clock
        self._transport = transport or Transport(ca_bundle=settings.ca_bundle, budget=Budget(redis, settings))
        self._oauth = OAuth(self._transport.http, settings)
        seal = Seal(settings)
        self._tokens = Tokens(redis, self._oauth, seal, settings.token_days)
        self._records = PortalRecords(redis, seal)
        self.permissions = Permissions(
            redis, settings, self._transport, self._oauth, self._tokens, endpoint=self._endpoint, forget=forget
        )
        self._capabilities = PortalCapabilities(redis)
        self.journal = Journal(redis, settings.journal_days, clock)
        """Of everything that is changed in portals."""
        self.subscriptions = Subscriptions(redis, clock, self._note_subscription)
        """What people want regularly."""
        self.webhook: Webhook | None = None
        """In place of all installed portals, when an inbound webhook is set."""
        if settings.by_webhook:
            self.webhook = Webhook(redis, settings, self._transport, self._records, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to all portals."""
        self._transport.close()

    def install(self, payload: Mapping[str, Any]) -> str:
        """Store a portal after the vendor confirmed it.

        Args:
            payload: ONAPPINSTALL as decoded from its form, nested: `{"event": …, "auth": {…}}`.

        Returns:
            `member_id` of the portal.

        Raises:
            BadEventError: it is no installation, or it was not confirmed (status 403); nothing is stored.
        """
        installation = Installation.of(payload)
        grant = installation.prove(self._oauth, self._transport)
        self._tokens.save(grant.member_id, APPLICATION, TokenRecord(Identity(APPLICATION), grant.pair))
        self._records.save(
            grant.member_id,
            client_endpoint=grant.pair.client_endpoint,
            application_token=installation.auth.application_token.get_secret_value(),
        )
        return grant.member_id

    def uninstall(self, member_id: str) -> None:
        """Wipe a portal with the tokens of all its people. The caller has checked the application token."""
        self._records.remove(member_id)
        self.permissions.withdraw_all(member_id)
        self._capabilities.forget(member_id)

    def part_with_leavers(self, portal_id: str) -> tuple[int, ...]:
        """Wipe everything of connected people who no longer work in the company; learn where and when the others do.

        What comes to them regularly follows their clock and the portal's working days from then on.
        By a webhook nobody is connected: the list of people, ten minutes old at most, says who may ask.

        Returns:
            Who left.

        Raises:
            PortalError: the portal could not be asked.
        """
        people = () if self.webhook else self._tokens.people(portal_id)
        if not people and not self.webhook:
            return ()
        source = self._application(portal_id, caller=Caller(Urgency.POLLING))
        return DailyLook(portal_id, self._tokens, self.permissions, self.subscriptions).at(source, people, self._zone)

    def application_token(self, member_id: str) -> str | None:
        """The token that events of this portal carry, `None` for unknown portals; at most 5 s old.

        A webhook's portal has none that could be known beforehand, see `Webhook.pin`.
        """
        return None if self.webhook else self._records.application_token(member_id)

    def installed(self) -> tuple[str, ...]:
        """`member_id` of every portal that installed the assistant; of a webhook its portal's key."""
        return (self.webhook.id,) if self.webhook else self._records.all()

    def known(self, member_id: str, application_token: str) -> bool:
        """Whether an event with this token comes from an installed portal."""
        return self._records.knows(member_id, application_token)

    def store_token(
        self,
        member_id: str,
        *,
        access_token: str,
        refresh_token: str,
        client_endpoint: str,
        expires_in: float = 3600.0,
        scope: str = "",
        lang: str = "",
    ) -> Identity:
        """Take over a person's token pair; the portal tells whose it is and the time zone.

        Raises:
            NotConnectedError: the portal does not accept the token.
            ConsentError: it is of no active employee.
        """
        pair = TokenPair(
            access=access_token,
            refresh=refresh_token,
            client_endpoint=client_endpoint,
            expires=time.time() + expires_in,
            scopes=tuple(scope.replace(",", " ").split()),
        )
        return self.permissions.hand_over(member_id, pair, lang)

    def as_person(
        self, portal_id: str, person_id: int, trace: Sequence[str] = (), *, lang: str = "", report: bool = False
    ) -> AskersPortal:
        """The portal as one person sees it; the token is loaded when it is first needed.

        Args:
            portal_id: `member_id`.
            person_id: who asks.
            trace: identities of the events behind it.
            lang: of the page that is shown when the person connects.
            report: it takes many requests for one answer, or nobody waits for it: requests of questions go first.

        Raises:
            NotServedError: the assistant does not work for this person.
            ValueError: the id is no person's, for example the application's.
        """
        if person_id <= APPLICATION:
            raise ValueError(f"{person_id} is nobody's id")
        urgency = Urgency.REPORT if report else Urgency.QUESTION
        if self.webhook:
            identity = self.person(portal_id, person_id)
            return self.webhook.as_person(
                person_id,
                identity,
                partial(self._writing, portal_id, person_id, trace),
                self._subscriptions_of(portal_id, person_id, zone_of(identity.time_zone), trace),
                trace,
                urgency=urgency,
            )
        record = self._tokens.find(portal_id, person_id)
        identity = self._identity(person_id, record)
        if record:  # of strangers it is seen when they connect
            self.permissions.check(identity)
        zone = zone_of(identity.time_zone)
        connection = Connection(
            self._transport,
            self._tokens,
            portal_id,
            person_id,
            trace,
            pair=record.pair if record else None,
            caller=Caller(urgency, str(person_id)),
        )
        asker = Asker(
            me=User(person_id, identity.name),
            zone=zone,
            now=datetime.fromtimestamp(self._clock(), zone),
            connection=connection,
            directories=Directories(self._redis, portal_id, person_id, short=connection.short),
            spare=connection,
        )
        return AskersPortal(
            asker,
            Permission(self.permissions, portal_id, person_id, lang=lang, given=bool(record and record.pair)),
            self._writing(portal_id, person_id, trace, connection),
            self._subscriptions_of(portal_id, person_id, zone, trace),
        )

    def _subscriptions_of(
        self, portal_id: str, person_id: int, zone: ZoneInfo, trace: Sequence[str]
    ) -> PersonsSubscriptions:
        def ask() -> WorkingHours | None:
            return working_days(self._application(portal_id, trace))

        return self.subscriptions.of(portal_id, person_id, zone, ask)

    def _writing(self, portal_id: str, person_id: int, trace: Sequence[str], connection: Connection) -> Writing:
        return Writing(
            connection,
            lambda key: self.journal.of(portal_id, key, person_id),
            lambda: self.capabilities(portal_id),
            cause=next(iter(trace), ""),
            call_line=self._settings.call_line,
        )

    def _endpoint(self, portal_id: str) -> str:
        """Of the newest tokens: the portal may have got another name since the installation."""
        return self._tokens.load(portal_id, APPLICATION).client_endpoint

    def person(self, portal_id: str, person_id: int) -> Identity:
        """Name, time zone and language of a person, without asking the portal; strangers have the portal's zone.

        With a webhook the portal is asked for all its people, every ten minutes.
        """
        return self._identity(person_id, None if self.webhook else self._tokens.find(portal_id, person_id))

    def _identity(self, person_id: int, record: TokenRecord | None) -> Identity:
        identity = record.identity if record else Identity(person_id)
        if self.webhook:
            identity = self.webhook.identity(person_id)
        # A zone that nobody knows is replaced here, once for all who use it.
        zone = identity.time_zone or self._settings.time_zone or identity.portal_zone
        return replace(identity, time_zone=zone_of(zone).key)

    def _zone(self, portal_id: str, person_id: int) -> ZoneInfo:
        return ZoneInfo(self.person(portal_id, person_id).time_zone)

    def connected(self, portal_id: str, person_id: int) -> bool:
        """Whether this person can ask: there is a token pair, or a webhook that needs none."""
        if self.webhook:
            return True
        record = self._tokens.find(portal_id, person_id)
        return record is not None and record.pair is not None

    def bot(self, portal_id: str, trace: Sequence[str] = (), *, urgency: Urgency = Urgency.REPLY) -> Bot:
        """The bot of a portal, driven by the application's token; what it says may share requests.

        Raises:
            NotConnectedError: the bot is not registered there yet.
        """
        registered = self._records.bot(portal_id)
        if not registered.id:
            raise NotConnectedError(f"portal {portal_id}: the bot is not registered; run `assistant register`")
        way = BotV1 if registered.api == "v1" else BotV2
        caller = Caller(urgency, shared=urgency is Urgency.REPLY)
        return way(self._bot_connection(portal_id, trace, api=registered.api, caller=caller), registered.id)

    def addressed(self, portal_id: str, bot_id: int) -> bool:
        """Whether an event for this bot is for us: the application may have had another one."""
        registered = self._records.bot(portal_id)
        if registered.id not in {0, bot_id}:
            registered = self._records.bot(portal_id, fresh=True)
        return registered.id in {0, bot_id}

    def register(self, portal_id: str, catalogue: Catalogue) -> Changes:
        """Create or update the bot and its commands; a second call changes nothing.

        Raises:
            NotConnectedError: the application is not installed on this portal.
            MethodMissingError: the portal has no bots.
            SettingsError: the portal cannot do what `transport` says.
        """

        def connect(api: Api) -> BotConnection:
            return self._bot_connection(portal_id, api=api)

        found = self._capabilities.find(portal_id, self._application(portal_id))
        before = self._records.bot(portal_id, fresh=True)
        after, changes = Registrar(connect, self._settings, self.events_path).bring(before, found, catalogue)
        if after != before:
            self._records.save_bot(portal_id, after)
        return changes

    def check(self, portal_id: str, catalogue: Catalogue) -> tuple[Finding, ...]:
        """What is wrong with the portal, the application's rights, the bot and its commands."""
        connection = self._application(portal_id)
        bot, transport = self._records.bot(portal_id), self._settings.transport
        form = "webhook's" if self.webhook else "application's"
        found, findings = examine(connection, bot, transport, catalogue, form)
        if found is not None:
            self._capabilities.keep(portal_id, found)
        return (*findings, *self.webhook.examine()) if self.webhook else findings

    def capabilities(self, portal_id: str) -> Capabilities:
        """Which ways the portal offers, as found within the last day or since a method was missing."""
        return self._capabilities.of(portal_id, self._application(portal_id))

    def budget(self, portal_id: str) -> BudgetState | None:
        """How the portal's budget of requests stands; `None` when nobody keeps one or the portal is not known."""
        endpoint = self.webhook.endpoint if self.webhook else self._records.client_endpoint(portal_id)
        return self._transport.budget(endpoint) if endpoint else None

    def address(self, portal_id: str) -> str:
        """Of the portal's pages, without a slash at the end: `https://example.bitrix24.com`."""
        endpoint = self.webhook.endpoint if self.webhook else self._records.client_endpoint(portal_id)
        return endpoint.partition("/rest/")[0]

    def spare(self, portal_id: str) -> bool:
        """Whether a request may be spent on what is only nice to have."""
        budget = self.budget(portal_id)
        return budget is None or budget.spare

    def fetching(self) -> tuple[tuple[str, int], ...]:
        """Portals whose events have to be fetched, with the ids of their bots."""
        bots = [(portal_id, self._records.bot(portal_id)) for portal_id in self.installed()]
        return tuple((portal_id, bot.id) for portal_id, bot in bots if bot.id and bot.transport == "fetch")

    def fetch(self, portal_id: str, bot_id: int, offset: int | None) -> Fetched:
        """The next events of a bot; see `bot.fetching.fetch`."""
        return fetch(self._bot_connection(portal_id, caller=Caller(Urgency.POLLING)), bot_id, offset)

    def _bot_connection(
        self, portal_id: str, trace: Sequence[str] = (), *, api: Api = "v2", caller: Caller = QUESTION
    ) -> BotConnection:
        return BotConnection(self._application(portal_id, trace, caller), api)

    def _note_subscription(self, pipe: Pipeline, name: Name, change: str) -> None:
        self.journal.keep(pipe, name.portal, name.person, f"subscription.{change}", name.id)

    @property
    def events_path(self) -> str:
        """Where the portal posts the bot's events."""
        return f"{EVENTS_PATH}/{self.webhook.path_secret}" if self.webhook else EVENTS_PATH

    def _application(self, portal_id: str, trace: Sequence[str] = (), caller: Caller = QUESTION) -> Connection:
        def missing() -> None:
            self._capabilities.forget(portal_id)

        if self.webhook:
            return self.webhook.connection(trace, missing, caller)
        return Connection(self._transport, self._tokens, portal_id, APPLICATION, trace, caller=caller, missing=missing)
