"""A portal that is reached by one inbound webhook: its key, its askers, its events, its bot."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from redis import Redis

from assistant.bitrix24.asker import Asker
from assistant.bitrix24.budget import Caller, Urgency
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.directories import Directories
from assistant.bitrix24.doctor import Finding
from assistant.bitrix24.moments import zone_of
from assistant.bitrix24.portal import AskersPortal
from assistant.bitrix24.portal_record import PortalRecords
from assistant.bitrix24.task_writes import Writing
from assistant.bitrix24.token_record import Identity
from assistant.bitrix24.transport import Transport
from assistant.bitrix24.webhook_mode.address import Address
from assistant.bitrix24.webhook_mode.company import Company, Rights
from assistant.bitrix24.webhook_mode.connection import HookConnection
from assistant.bitrix24.webhook_mode.doctor import examine_webhook
from assistant.bitrix24.webhook_mode.source import GuardedSource
from assistant.errors import AssistantError, SettingsError
from assistant.models import User
from assistant.settings import Settings, require
from assistant.subscriptions import PersonsSubscriptions

log = logging.getLogger(__name__)
NOBODY = 0
"""Whose directories are everybody's."""
LONGEST_TOKEN = 40


class Webhook:
    """Everything that differs from a portal with an application."""

    def __init__(
        self, redis: Redis, settings: Settings, transport: Transport, records: PortalRecords, clock: Callable[[], float]
    ) -> None:
        """Take the webhook apart; nothing is asked yet.

        Raises:
            SettingsError: the address or the bot's token has the wrong form, or the token is missing.
        """
        require(settings, "webhook_url", "bot_token")
        self._address = Address.of(settings.webhook_url.get_secret_value())
        self._bot_token = settings.bot_token.get_secret_value()
        if len(self._bot_token) > LONGEST_TOKEN:
            raise SettingsError(f"ASSISTANT_BOT_TOKEN is longer than {LONGEST_TOKEN} characters")
        self._redis = redis
        self._transport = transport
        self._records = records
        self._clock = clock
        self._crm_open = settings.webhook_crm_open
        self.id = self._address.portal_id
        """Key of the portal."""

    @property
    def path_secret(self) -> str:
        """The last piece of the path that the bot's events are posted to.

        It is made of both secrets, so every process knows it, and another token of the bot makes it another.
        """
        key = f"{self._address.secret}/{self._bot_token}".encode()
        return hmac.new(key, b"path of events", hashlib.sha256).hexdigest()[:40]

    def pin(self, application_token: str) -> bool:
        """Whether an event that came to the right path shows the token that was seen first.

        The portal makes this token up and tells it nobody but us. Another token of the bot brings another one.
        """
        same = hmac.compare_digest(self._records.pin(self.id, self._bot_digest, application_token), application_token)
        if not same:
            log.warning("An event of %s shows another application token than the first one did", self.id)
        return same

    @property
    def _bot_digest(self) -> str:
        return hashlib.sha256(self._bot_token.encode()).hexdigest()[:16]

    @property
    def endpoint(self) -> str:
        """Where methods are called: its last piece is a secret."""
        return self._address.endpoint

    def connection(self, trace: Sequence[str], missing: Callable[[], None], caller: Caller) -> HookConnection:
        """For the bot and for the doctor; see there what is `missing`."""
        return HookConnection(
            self._transport, self._address, trace, bot_token=self._bot_token, caller=caller, missing=missing
        )

    def examine(self) -> Iterator[Finding]:
        """What the admin should know beside what is asked of every portal."""
        return examine_webhook(HookConnection(self._transport, self._address), crm_open=self._crm_open)

    def as_person(
        self,
        person_id: int,
        identity: Identity,
        writing: Callable[[Connection], Writing],
        subscriptions: PersonsSubscriptions,
        trace: Sequence[str] = (),
        *,
        urgency: Urgency = Urgency.QUESTION,
    ) -> AskersPortal:
        """What is provably this person's; what is written names the person as its creator."""
        zone = zone_of(identity.time_zone)
        caller = Caller(urgency, str(person_id), shared=True)
        connection = HookConnection(self._transport, self._address, trace, caller=caller)
        company = self._company
        source = GuardedSource(
            connection, lambda: Rights(person_id, company.people(person_id), self._crm_open), lambda: company.known
        )
        # What the admin opened must not be remembered when it is closed again.
        kept_under = f"{self.id}:open" if self._crm_open else self.id
        asker = Asker(
            me=User(person_id, identity.name),
            zone=zone,
            now=datetime.fromtimestamp(self._clock(), zone),
            connection=source,
            directories=Directories(self._redis, kept_under, person_id, short=connection.short),
            parted=source.parted,
            named=source.pipelines,
            spare=connection,
        )
        # With the owner's rights a guest could write as well.
        allowed = replace(writing(connection), check=lambda: self._rights(person_id))
        return AskersPortal(
            asker, writing=allowed, subscriptions=subscriptions, limited="tasks" if self._crm_open else "all"
        )

    def identity(self, person_id: int) -> Identity:
        """Name and time zone, as far as they can be found out now: a greeting must not fail for them."""
        try:
            found = self._company.identity(person_id)
        except AssistantError as error:
            log.warning("The time zone of person %d is not known: %s", person_id, error.detail)
            found = None
        return found or Identity(person_id)

    def _rights(self, person_id: int) -> Rights:
        return Rights(person_id, self._company.people(person_id), self._crm_open)

    @property
    def _company(self) -> Company:
        source = HookConnection(self._transport, self._address)
        return Company(source, Directories(self._redis, self.id, NOBODY))
