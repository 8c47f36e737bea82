"""The leaky bucket and the run time of methods."""

import pytest


@pytest.mark.sandbox(bucket=3, leak=0.001)
def test_a_full_bucket_refuses_and_a_batch_counts_once(sandbox):
    cmd = {f"c{n}": "server.time" for n in range(10)}
    statuses = [sandbox.call("batch", {"cmd": cmd}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 503]
    assert sandbox.call("server.time").json()["error"] == "QUERY_LIMIT_EXCEEDED"


@pytest.mark.sandbox(bucket=1, leak=1e9)
def test_the_bucket_leaks(sandbox):
    assert [sandbox.call("server.time").status_code for _ in range(5)] == [200] * 5


@pytest.mark.sandbox(operating_limit=0.0)
def test_a_method_that_ran_too_long_is_blocked_and_others_are_not(sandbox):
    assert sandbox.call("server.time").status_code == 200
    blocked = sandbox.call("server.time")
    assert (blocked.status_code, blocked.json()["error"]) == (429, "OPERATION_TIME_LIMIT")
    assert sandbox.call("profile").status_code == 200
