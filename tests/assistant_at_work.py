"""The fixture `at_work`: the whole assistant beside a portal in a box, each part real, in threads of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from pydantic import SecretStr

from assistant import storage, understanding
from assistant.assembly import conversation, tell_waiting
from assistant.bitrix24 import Portals
from assistant.catalogue import Catalogue
from assistant.intake.app import create_app
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.ports import free_port
from assistant.sandbox.options import Options
from assistant.settings import Settings
from assistant.workers.inbox import Inbox
from assistant.workers.process import run_worker
from tests import rest_spec
from tests.portal_in_a_box import SPEC, RunningSandbox, running

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 6, 10)
"""The portal's today: a Wednesday."""
PATIENCE = 20.0


@dataclass(frozen=True)
class AtWork:
    """A portal with the assistant in it."""

    portal: RunningSandbox
    settings: Settings
    member_id: str

    def say(self, login: str, text: str, dialog: str = "bot") -> dict[str, Any]:
        """Write, and give the answer."""
        body = {"as": login, "dialog": dialog, "text": text}
        sent = self.portal.http.post("/_sandbox/say", json=body).raise_for_status().json()
        return self.answer(login, dialog, sent["message_id"])

    def press(self, login: str, button: str, dialog: str = "bot") -> dict[str, Any]:
        """Press the newest button with this text, and give the answer."""
        history = self.messages(login, dialog)
        message = next(m for m in reversed(history) if button in [key.get("TEXT") for key in m["keyboard"]])
        body = {"as": login, "message_id": message["id"], "button": button}
        self.portal.http.post("/_sandbox/press", json=body).raise_for_status()
        return self.answer(login, dialog, history[-1]["id"])

    def messages(self, login: str, dialog: str = "bot", after: int = 0) -> list[dict[str, Any]]:
        """What stands in a dialog."""
        query: dict[str, str | int] = {"as": login, "dialog": dialog, "after": after}
        return list(self.portal.http.get("/_sandbox/messages", params=query).raise_for_status().json())

    def answer(self, login: str, dialog: str, after: int) -> dict[str, Any]:
        """The first message of the bot after a message, with the REST `calls` made for it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for message in self.messages(login, dialog, after):
                if message["bot"]:
                    calls = [call for trace in message["trace"] for call in self.portal.calls(trace=trace)]
                    return {**message, "calls": calls}
            time.sleep(0.02)
        raise AssertionError(f"no answer in {PATIENCE} s")


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The model of the repository's training data, trained when it is not there."""
    folder = ROOT / "model"
    understanding.train(ROOT / "training_data", folder, Catalogue.load(ROOT / "intents"))
    return folder


@pytest.fixture(scope="session")
def at_work(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """One portal for the session; its bucket is off, its day is fixed."""
    options = Options(port=0, bucket=0, date=DAY)
    with EmbeddedRedis(tmp_path_factory.mktemp("at-work")) as redis, running(options) as portal:
        settings = Settings(
            _env_file=None,
            redis_url=redis.url,
            model_dir=model_dir,
            intents_dir=ROOT / "intents",
            client_id=options.client_id,
            client_secret=SecretStr(options.client_secret),
            oauth_url=portal.url,
            port=free_port(8600),
        )
        with assistant(settings, portal) as member_id:
            yield AtWork(portal, settings, member_id)
        if SPEC.is_dir():
            rest_spec.check(portal.calls(), SPEC)


class assistant:  # noqa: N801 - reads as a context
    """Intake and worker in threads, installed on a portal; gives the portal's `member_id`."""

    def __init__(self, settings: Settings, portal: RunningSandbox) -> None:
        self._settings = settings
        self._portal = portal
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._worker = threading.Thread(target=self._work, name="worker")
        self._portals = Portals(storage.connect(settings, storage.STATE_DB), settings)
        app = create_app(Inbox(settings).accept, self._portals.application_token, self._installed)
        self._server = uvicorn.Server(uvicorn.Config(app, port=settings.port, log_level="warning"))
        self._web = threading.Thread(target=self._server.run, name="web")

    def __enter__(self) -> str:
        self._web.start()
        self._worker.start()
        assert self._ready.wait(60)
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
        self._portals.close()

    def _installed(self, payload: Mapping[str, Any]) -> None:
        catalogue = Catalogue.load(self._settings.intents_dir)
        self._portals.register(self._portals.install(payload), catalogue)

    def _work(self) -> None:
        with conversation(self._settings) as talk:
            run_worker(self._settings, talk.answer, tell_waiting(talk), warm_up=self._ready.set, stop=self._stop)
