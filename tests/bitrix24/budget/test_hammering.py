"""Several processes call one portal as fast as they are let; their clocks are their own, the portal's bucket is one."""

from __future__ import annotations

import pytest

from assistant.processes.embedded_redis import EmbeddedRedis
from benchmarks.hammering import measure
from tests.portal_in_a_box import RunningSandbox


@pytest.mark.sandbox(bucket=20, leak=20)
def test_four_processes_use_the_bucket_and_never_overfill_it(
    sandbox: RunningSandbox, redis_server: EmbeddedRedis
) -> None:
    found = measure(sandbox.url, redis_server.url, processes=4, seconds=5, requests=20, rate=20)
    assert found.refused == 0
    assert found.used >= 0.95
