"""The fixture `at_work`: the whole assistant beside a portal in a box, each part real, in threads of this process.

`offices("fetch")` is the same with another way for events to come; each is opened once for the session.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from pydantic import SecretStr
from redis import Redis

from assistant import storage, understanding
from assistant.assembly import conversation, daily, deliveries, tell_waiting
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.connecting import Connecting
from assistant.dialogue import Presses, Waiting
from assistant.intake.app import create_app
from assistant.intake.door import UNINSTALL
from assistant.intake.secret_path import SecretPath
from assistant.polling import Pace, Poller
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.ports import free_port
from assistant.replying import NOTICE
from assistant.sandbox.options import Options
from assistant.settings import Settings
from assistant.workers.dead import Dead
from assistant.workers.inbox import Inbox
from assistant.workers.process import run_worker
from tests import rest_spec
from tests.portal_in_a_box import SPEC, RunningSandbox, running
from tests.redis_server import TOKEN_KEY

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 6, 10)
"""The portal's today: a Wednesday."""
PATIENCE = 20.0
QUICK = Pace(busy=0.02, awake=30.0, idle=0.05, longest=0.2)
INBOUND = "webhook-inbound"
"""Without an application: data and bot by one inbound webhook, limited to what is provably the asker's."""
PROFILES = {"webhook": "cloud", "fetch": "cloud", "webhook-v1": "on-premise", INBOUND: "cloud"}
"""Ways for events to come, and the portal that has them."""


PRESSED: dict[tuple[object, ...], int] = {}
"""When a button was pressed last, in whole seconds."""


@dataclass(frozen=True)
class AtWork:
    """A portal with the assistant in it."""

    portal: RunningSandbox
    settings: Settings
    member_id: str

    def say(self, login: str, text: str, dialog: str = "bot") -> dict[str, Any]:
        """Write, and give the answer."""
        return self.answer(login, dialog, self.write(login, text, dialog))

    def press(self, login: str, button: str, dialog: str = "bot") -> dict[str, Any]:
        """Press the newest button with this text, and give the answer."""
        last = self.last(login, dialog)
        self.tap(login, button, dialog)
        return self.answer(login, dialog, last)

    def edit(self, login: str, text: str, dialog: str = "bot") -> dict[str, Any]:
        """Change the own message written last, and give the answer as it was changed."""
        before = {message["id"]: message["trace"] for message in self.messages(login, dialog) if message["bot"]}
        self.rewrite(login, text, dialog)
        return self._awaited(login, dialog, lambda message: message["trace"] != before.get(message["id"], []))

    def write(self, login: str, text: str, dialog: str = "bot") -> int:
        """Write; the id of the message."""
        return int(self._page("say", login, dialog=dialog, text=text)["message_id"])

    def tap(self, login: str, button: str | int, dialog: str = "bot") -> None:
        """Press the newest button with this text, or the one in this place of the last message."""
        history = self.messages(login, dialog)
        if isinstance(button, int):
            button = history[-1]["keyboard"][button - 1]["TEXT"]
        message = next(m for m in reversed(history) if button in [key.get("TEXT") for key in m["keyboard"]])
        pressed = (self.portal.url, login, message["id"], button)
        while PRESSED.get(pressed) == int(time.time()):  # two presses within a second are one event
            time.sleep(0.02)
        PRESSED[pressed] = int(time.time())
        self._page("press", login, message_id=message["id"], button=button)

    def rewrite(self, login: str, text: str, dialog: str = "bot") -> None:
        """Change the own message written last."""
        self._page("edit", login, message_id=self._own(login, dialog), text=text)

    def delete(self, login: str, dialog: str = "bot") -> None:
        """Delete the own message written last."""
        self._page("delete", login, message_id=self._own(login, dialog))

    def group(self, login: str, *others: str, title: str = "Sales", bot: bool = True) -> str:
        """Make a group, with or without the assistant."""
        return str(self._page("chats", login, title=title, users=others, bot=bot)["dialog"])

    def newcomer(self, language: str) -> str:
        """The login of somebody who never wrote, nor is connected."""
        people = self.portal.http.get("/_sandbox/people").json()["people"]
        strangers = (each["login"] for each in people if not each["fixed"] and each["language"] == language)
        return str(next(login for login in strangers if not self.messages(login)))

    def agree(self, login: str) -> None:
        """Open the newest link to the portal's page and let the assistant act."""
        keys = [key for message in reversed(self.messages(login)) for key in message["keyboard"]]
        address = next(key["LINK"] for key in keys if key.get("LINK", "").startswith("http"))
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        httpx.get(address, params={**query, "login": login}, follow_redirects=True).raise_for_status()

    def forget(self, *kinds: str) -> None:
        """Take all keys of some kinds away, as time does."""
        with Redis.from_url(self.settings.redis_url, db=storage.STATE_DB) as redis:
            for key in itertools.chain.from_iterable(redis.scan_iter(f"{kind}:*") for kind in kinds):
                redis.delete(key)

    def rest(self) -> None:
        """Wait until nothing is being answered any more."""
        deadline = time.monotonic() + PATIENCE
        with Redis.from_url(self.settings.redis_url, db=storage.STATE_DB) as redis:
            while any(redis.keys(f"{kind}:*") for kind in ("inbox", "lease")):
                assert time.monotonic() < deadline, f"still at work after {PATIENCE} s"
                time.sleep(0.01)

    @property
    def bot_id(self) -> int:
        """Of the assistant."""
        return int(self.portal.http.get("/_sandbox/people").json()["bots"][0]["id"])

    @property
    def mention(self) -> str:
        """How the assistant is addressed in a group."""
        return f"[USER={self.bot_id}]Assistant[/USER]"

    def last(self, login: str, dialog: str = "bot") -> int:
        """The newest message of a dialog."""
        return max((int(message["id"]) for message in self.messages(login, dialog)), default=0)

    def _own(self, login: str, dialog: str) -> int:
        people = self.portal.http.get("/_sandbox/people").json()["people"]
        me = next(person["id"] for person in people if login in {person["login"], str(person["id"])})
        return int(next(m["id"] for m in reversed(self.messages(login, dialog)) if m["author"] == me))

    def _page(self, what: str, login: str, **wish: Any) -> Any:
        return self.portal.http.post(f"/_sandbox/{what}", json={"as": login, **wish}).raise_for_status().json()

    def messages(self, login: str, dialog: str = "bot", after: int = 0) -> list[dict[str, Any]]:
        """What stands in a dialog."""
        query: dict[str, str | int] = {"as": login, "dialog": dialog, "after": after}
        return list(self.portal.http.get("/_sandbox/messages", params=query).raise_for_status().json())

    def answer(self, login: str, dialog: str, after: int) -> dict[str, Any]:
        """The bot's answer after a message, with the REST `calls` made for it; that it takes longer is none,
        and neither is a file that follows a text.

        Where the bot is not, the system speaks for it.
        """

        def wanted(message: dict[str, Any]) -> bool:
            said = (message["bot"] or message["system"]) and not is_notice(message)
            return said and not (message["files"] and self._has_text(login, dialog, message["trace"]))

        return self._awaited(login, dialog, wanted, after)

    def _has_text(self, login: str, dialog: str, trace: list[str]) -> bool:
        """Whether an answer to the same event stands there in words."""
        return any(set(trace) & set(each["trace"]) and not each["files"] for each in self.messages(login, dialog))

    def _awaited(
        self, login: str, dialog: str, wanted: Callable[[dict[str, Any]], bool], after: int = 0
    ) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for message in self.messages(login, dialog, after):
                if wanted(message):
                    calls = [call for trace in message["trace"] for call in self.portal.calls(trace=trace)]
                    return {**message, "calls": calls}
            time.sleep(0.02)
        raise AssertionError(f"no answer in {PATIENCE} s")


def is_notice(message: dict[str, Any]) -> bool:
    """It only says that the answer takes longer, or that something failed meanwhile."""
    return bool(message["trace"]) and all(trace.startswith(NOTICE) for trace in message["trace"])


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The model of the repository's training data, trained when it is not there."""
    folder = ROOT / "model"
    understanding.train(ROOT / "training_data", folder)
    return folder


@pytest.fixture(scope="session")
def offices(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], AtWork]]:
    """A portal for each way that events come, see `PROFILES`; its bucket is off, its day is fixed."""
    opened: dict[str, AtWork] = {}
    with ExitStack() as stack:

        def office(transport: str) -> AtWork:
            if transport not in opened:
                folder = tmp_path_factory.mktemp(transport)
                opened[transport] = stack.enter_context(_office(transport, model_dir, folder))
            return opened[transport]

        yield office


@pytest.fixture(scope="session")
def at_work(offices: Callable[[str], AtWork]) -> AtWork:
    """The one whose events are posted."""
    return offices("webhook")


@pytest.fixture
def own_office(sandbox: RunningSandbox, redis_server: EmbeddedRedis, model_dir: Path) -> Iterator[AtWork]:
    """A portal of the test's own, in which only the five fixed people are connected."""
    settings = settings_of(sandbox, redis_server, model_dir)
    with assistant(settings, sandbox) as member_id:
        yield AtWork(sandbox, settings, member_id)


def settings_of(portal: RunningSandbox, redis: EmbeddedRedis, model_dir: Path, **more: Any) -> Settings:
    """Of an assistant for this portal, whose bucket it knows."""
    return Settings(
        _env_file=None,
        redis_url=redis.url,
        model_dir=model_dir,
        intents_dir=ROOT / "intents",
        client_id=portal.options.client_id,
        client_secret=SecretStr(portal.options.client_secret),
        oauth_url=portal.url,
        budget_requests=portal.options.bucket,
        token_keys=TOKEN_KEY,
        port=free_port(8600),
        **more,
    )


@contextmanager
def _office(transport: str, model_dir: Path, folder: Path) -> Iterator[AtWork]:
    options = Options(port=0, bucket=0, date=DAY, profile=PROFILES[transport])
    with EmbeddedRedis(folder) as redis, running(options) as portal:
        hook = _by_webhook(portal) if transport == INBOUND else {}
        settings = settings_of(portal, redis, model_dir, transport=transport.partition("-")[0], **hook)
        with assistant(settings, portal) as member_id:
            yield AtWork(portal, settings, member_id)
        if SPEC.is_dir():
            rest_spec.check(portal.calls(), SPEC)


def _by_webhook(portal: RunningSandbox) -> dict[str, Any]:
    return {"webhook_url": SecretStr(portal.webhook()), "bot_token": SecretStr("0123456789abcdef" * 2)}


class assistant:  # noqa: N801 - reads as a context
    """Intake, worker and, where events are fetched, poller in threads, installed on a portal; gives its `member_id`."""

    def __init__(self, settings: Settings, portal: RunningSandbox) -> None:
        self._settings = settings
        self._portal = portal
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._worker = threading.Thread(target=self._work, name="worker")
        redis = storage.connect(settings, storage.STATE_DB)
        self._portals = Portals(redis, settings, forget=Dead(redis).wipe)
        hook = self._portals.webhook
        secret_path = SecretPath(hook.id, self._portals.events_path, hook.pin) if hook else None
        inbox, presses = Inbox(settings), Presses(redis)
        waiting = Waiting(redis, presses)
        connecting = Connecting(self._portals, presses, waiting, inbox.accept, settings.lang, time.time)
        app = create_app(inbox.accept, self._portals.application_token, self._installed, secret_path, connecting.arrive)
        self._server = uvicorn.Server(uvicorn.Config(app, port=settings.port, log_level="warning"))
        self._web = threading.Thread(target=self._server.run, name="web")
        self._poller = threading.Thread(target=self._poll, name="poller")

    def __enter__(self) -> str:
        try:
            return self._start()
        except BaseException:
            self.__exit__()  # else its threads keep the whole session from ending
            raise

    def _start(self) -> str:
        self._web.start()
        self._worker.start()
        if self._settings.transport == "fetch":
            self._poller.start()
        assert self._ready.wait(60)
        if self._portals.webhook:
            self._portals.register(self._portals.webhook.id, Catalogue.load(self._settings.intents_dir))
            return self._portals.webhook.id
        answer = self._portal.install(self._settings.base_url)
        assert answer["status"] == 200, answer
        member_id = str(answer["member_id"])
        for login in self._portal.tokens().values():
            self._portals.store_token(
                member_id,
                access_token=login.access_token,
                refresh_token=login.refresh_token,
                client_endpoint=f"{self._portal.url}/rest/",
                lang=login.language,
            )
        return member_id

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._server.should_exit = True
        self._web.join()
        self._worker.join()
        if self._poller.ident:
            self._poller.join()
        self._portals.close()

    def _installed(self, payload: Mapping[str, Any]) -> None:
        if payload["event"] == UNINSTALL:
            self._portals.uninstall(payload["auth"]["member_id"])
            return
        catalogue = Catalogue.load(self._settings.intents_dir)
        self._portals.register(self._portals.install(payload), catalogue)

    def _work(self) -> None:
        with conversation(self._settings) as talk:
            run_worker(
                self._settings,
                talk.answer,
                tell_waiting(talk),
                daily=daily(talk),
                each_second=deliveries(talk).hand_over,
                warm_up=self._ready.set,
                stop=self._stop,
            )

    def _poll(self) -> None:
        redis = storage.connect(self._settings, storage.STATE_DB)
        Poller(self._portals, Inbox(self._settings).accept, redis, QUICK).run(self._stop)
