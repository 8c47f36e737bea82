"""The state of one portal."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from assistant.sandbox.access import App, Tokens, Webhook
from assistant.sandbox.calls import Calls
from assistant.sandbox.changes import Changes
from assistant.sandbox.chat import ChatState
from assistant.sandbox.clock import Clock
from assistant.sandbox.company.generator import generate
from assistant.sandbox.faults import Faults
from assistant.sandbox.notifications import Notifications
from assistant.sandbox.rest.bucket import Bucket, Operating
from assistant.sandbox.rest.matches import Matches
from assistant.sandbox.rest.v3.replays import Replays

if TYPE_CHECKING:
    from assistant.sandbox.company.records import User
    from assistant.sandbox.options import Options


class Portal:
    """One portal: its company, its applications and what runs between them."""

    def __init__(self, options: Options, url: str) -> None:
        self.options = options
        self.url = url
        """Own base address, without a slash at the end."""
        self.old_domain = ""
        """The host and port before the portal was renamed; empty when it never was."""
        self.member_id = hashlib.md5(f"sandbox {options.seed}".encode(), usedforsecurity=False).hexdigest()
        """The stable identity of the portal."""
        self.clock = Clock(options.date)
        self.company = generate(options.seed, self.clock.today, options.deals, options.people)
        self.matches = Matches()
        self.changes = Changes()
        self.faults = Faults()
        self.calls = Calls()
        self.bucket = Bucket(options.bucket, options.leak)
        self.replays = Replays()
        self.operating = Operating(options.operating_limit)
        self.tokens = Tokens(options.token_lifetime)
        self.apps: dict[str, App] = {}
        """By client id."""
        self.webhooks: dict[tuple[int, str], Webhook] = {}
        self.notifications = Notifications()
        self.chat = ChatState(self)

    @property
    def domain(self) -> str:
        """Host and port."""
        return self.url.partition("://")[2]

    @property
    def client_endpoint(self) -> str:
        """The base address of REST, with a slash at the end."""
        return f"{self.url}/rest/"

    @property
    def server_endpoint(self) -> str:
        """The base address of REST at the authorization server, which the sandbox plays itself."""
        return f"{self.url}/rest/"

    def rename(self, url: str) -> None:
        """Move to another address; calls to the old one are redirected."""
        self.old_domain, self.url = self.domain, url.rstrip("/")

    def user(self, user_id: int) -> User | None:
        """The person with this id."""
        return self.company.users.get(user_id)

    def login(self, login: str) -> User | None:
        """The person with this login."""
        return next((user for user in self.company.users.values() if user.login == login), None)

    def webhook(self, user: User, scopes: frozenset[str]) -> Webhook:
        """The inbound webhook of a person with these scopes, made on first use."""
        for hook in self.webhooks.values():
            if (hook.user_id, hook.scopes) == (user.id, scopes):
                return hook
        hook = Webhook(user.id, secrets.token_hex(8), scopes)
        self.webhooks[user.id, hook.secret] = hook
        return hook

    def register(self, client_id: str, client_secret: str, handler: str) -> App:
        """Add a local application, or change the handler of one that is there."""
        app = self.apps.get(client_id)
        if app is None:
            app = App(client_id, client_secret, handler.rstrip("/"), secrets.token_hex(16), self.options.scopes)
            self.apps[client_id] = app
        app.client_secret = client_secret
        app.handler = handler.rstrip("/")
        return app
