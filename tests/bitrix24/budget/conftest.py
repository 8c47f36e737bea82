"""A budget on a real Redis; who waits sleeps really, with a bucket that is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Budget
from assistant.settings import Settings


@pytest.fixture
def redis(redis_settings: Settings) -> Iterator[Redis]:
    with storage.connect(redis_settings, storage.STATE_DB) as client:
        yield client


@pytest.fixture
def budget_of(redis: Redis, redis_settings: Settings) -> Callable[..., Budget]:
    """A budget as another process would have it: `budget_of(requests=50, rate=2)`."""

    def made(requests: int = 50, rate: float = 2.0, **options: object) -> Budget:
        limits = {"budget_requests": requests, "budget_rate": rate, **options}
        return Budget(redis, redis_settings.model_copy(update=limits))

    return made
