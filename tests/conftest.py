"""Fixtures that every test may use."""

from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = [
    name
    for name in ("tests.redis_server", "tests.portal_in_a_box", "tests.assistant_at_work", "tests.running_demo")
    if find_spec(name)
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties first: hypothesis fails a draw during which anybody used the global `random`.

    The workers of the offices that tests share do so: each command of dramatiq's broker rolls the dice.
    """
    items.sort(key=lambda item: not getattr(getattr(item, "obj", None), "is_hypothesis_test", False))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with the public reference data; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("reference data: ../shared is absent")
    return folder
