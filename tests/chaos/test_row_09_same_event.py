"""Row 9: the same event a hundred times at once, at two intakes, and again after a restart. Pass: a hundred times 200
within three seconds, one effect, one reply.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from redis import Redis

from assistant import storage
from tests.chaos.beside_a_demo import FORM, another_intake, press_of, said, settings_of
from tests.intake.deliveries import form
from tests.running_demo import RunningDemo, http
from tests.workers.conftest import until

pytestmark = pytest.mark.chaos
TIMES = 100
TITLE = "Check the ninth row"


def test_the_same_press_a_hundred_times_at_two_intakes_makes_one_task_and_one_answer(demo: RunningDemo) -> None:
    settings = settings_of(demo)
    first = json.loads((settings.data_dir / "demo.json").read_text())["intake"]
    with http(demo) as portal, another_intake(settings) as beside, Redis.from_url(settings.redis_url, db=1) as redis:
        wish = {"as": "anna", "dialog": "bot", "text": f"/task {TITLE} tomorrow"}
        portal.post("/_sandbox/say", json=wish).raise_for_status()
        until(lambda: said(portal))
        (question,) = said(portal)
        body = form(press_of(question, portal, redis, settings))
        places = [f"{(first, beside.address)[n % 2]}/b24/events" for n in range(TIMES)]
        with httpx.Client(timeout=10) as client, ThreadPoolExecutor(TIMES) as pool:
            answers = list(pool.map(lambda place: client.post(place, content=body, headers=FORM), places))
        assert [answer.status_code for answer in answers] == [200] * TIMES
        assert max(answer.elapsed.total_seconds() for answer in answers) < 3
        until(lambda: len(said(portal)) == 2)
        demo.kill("web")
        demo.wait_for("web is back")
        assert httpx.post(places[0], content=body, headers=FORM, timeout=10).status_code == 200
        until(lambda: not redis.exists(storage.WORK))
        assert len(said(portal)) == 2
        tasks = portal.get("/_sandbox/tables/tasks").text.splitlines()
        assert sum(json.loads(task)["title"] == TITLE for task in tasks) == 1
