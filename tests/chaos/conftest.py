"""The demo that the tests of faults share which leave it as they found it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import running_demo


@pytest.fixture(scope="package")
def standing_demo(tmp_path_factory: pytest.TempPathFactory, stamped_model: Path) -> Iterator[running_demo.RunningDemo]:
    """A demo that is ready, with the bucket that portals usually have."""
    running = running_demo.start(tmp_path_factory.mktemp("demo"), stamped_model)
    try:
        running.wait_for("Ready in")
        yield running
    finally:
        running.stop()
