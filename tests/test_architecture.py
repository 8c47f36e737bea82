"""The rules of docs/architecture.md, read off the imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "assistant"
SHARED = {"models", "errors", "settings", "catalogue", "storage", "names", "effects", "subscriptions"}
APART = {"understanding", "dialogue", "scenarios", "replies", "bitrix24"}
LIMIT = 400
"""Lines of a module: past that it is hardly one room with one concern."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.stat().st_size)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "assistant":
                yield from (f"assistant.{alias.name}" for alias in node.names)
            else:
                yield node.module


def room(path: Path) -> str:
    """The package or module right below `assistant`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("assistant.")}


def libraries_imported(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def test_the_five_rooms_of_a_message_do_not_know_each_other() -> None:
    for path in modules():
        if room(path) in APART:
            strangers = rooms_imported(path) - SHARED - {room(path)}
            assert not strangers, f"{path.relative_to(ROOT)} imports {sorted(strangers)}"


@pytest.mark.parametrize(
    ("shared", "allowed"),
    [
        ("models", set()),
        ("errors", set()),
        ("names", set()),
        ("settings", {"errors"}),
        ("catalogue", {"errors"}),
        ("storage", {"settings", "errors"}),
        ("effects", {"storage", "errors"}),
        ("subscriptions", {"models", "storage", "errors"}),
    ],
)
def test_what_everybody_shares_stands_on_little(shared: str, allowed: set[str]) -> None:
    for path in modules():
        if room(path) == shared:
            strangers = rooms_imported(path) - allowed - {shared}
            assert not strangers, f"{path.relative_to(ROOT)} imports {sorted(strangers)}"


@pytest.mark.parametrize(("taker", "allowed"), [("intake", set()), ("polling", {"intake", "bitrix24"})])
def test_what_takes_events_knows_nothing_of_their_answers(taker: str, allowed: set[str]) -> None:
    for path in modules():
        if room(path) == taker:
            strangers = rooms_imported(path) - SHARED - allowed - {taker}
            assert not strangers, f"{path.relative_to(ROOT)} imports {sorted(strangers)}"


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("dramatiq", {"workers"}),
        ("httpx", {"bitrix24", "sandbox", "cli", "processes"}),
        ("fastapi", {"intake"}),
        ("spacy", {"understanding"}),
    ],
)
def test_a_library_is_known_in_its_room_only(library: str, rooms: set[str]) -> None:
    users = {room(path) for path in modules() if library in libraries_imported(path)}
    assert users <= rooms


def test_only_the_command_line_imports_the_sandbox() -> None:
    users = {room(path) for path in modules() if "sandbox" in rooms_imported(path)}
    assert users <= {"sandbox", "cli"}


def test_the_sandbox_stands_on_nothing_of_ours() -> None:
    for path in modules():
        if room(path) == "sandbox":
            assert rooms_imported(path) <= {"sandbox", "errors", "settings"}, path


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent


def test_no_module_outgrows_one_concern() -> None:
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > LIMIT}
    assert not long
