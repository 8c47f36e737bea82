"""Fixtures with a real Redis: one server for the session, empty for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings

TOKEN_KEY = "dGVzdHMtZW5jcnlwdC10aGVpci10b2tlbnMtd2l0aC0="
"""Of nobody."""


@pytest.fixture(scope="session")
def redis_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    """The server of the session. Tests that kill one start their own."""
    with EmbeddedRedis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis_server(redis_process: EmbeddedRedis) -> EmbeddedRedis:
    """The server, emptied; `.url` goes into the settings."""
    with Redis.from_url(redis_process.url) as client:
        client.flushall()
    return redis_process


@pytest.fixture
def redis_settings(redis_server: EmbeddedRedis, tmp_path: Path) -> Settings:
    """Settings that point to the emptied server; nobody waits for a budget, as the portal of most tests has none."""
    return Settings(
        _env_file=None, redis_url=redis_server.url, data_dir=tmp_path, token_keys=TOKEN_KEY, budget_requests=0
    )
