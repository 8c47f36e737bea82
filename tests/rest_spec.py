"""Holds REST calls against the vendor's machine-readable description of its methods."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from assistant.sandbox.rest.brackets import unfold

CONDITIONAL = {
    ("calendar.event.add", "section"),
    ("calendar.event.add", "attendees"),
    ("calendar.event.add", "host"),
    ("calendar.event.update", "attendees"),
    ("calendar.event.update", "host"),
    ("calendar.event.add", "from"),
    ("calendar.event.add", "to"),
    ("imbot.register", "EVENT_MESSAGE_ADD"),
    ("imbot.register", "EVENT_WELCOME_MESSAGE"),
    ("imbot.register", "EVENT_BOT_DELETE"),
    ("imbot.command.answer", "COMMAND"),
    ("imbot.command.answer", "COMMAND_ID"),
}
"""Parameters that the description calls required, though the documentation names a condition."""

UNDESCRIBED = {
    # Their parameters stand in a table that the description missed.
    "calendar.accessibility.get": {"users", "from", "to"},
    "tasks.task.getfields": set(),
    "crm.deal.fields": set(),
    "crm.activity.fields": set(),
}

FILTERED_AT_TOP_LEVEL = {"user.get", "user.search"}
"""Methods that take the fields of their records beside the described parameters."""

COMMON = {"auth"}


def check(rows: list[dict[str, Any]], folder: Path) -> None:
    """Fail when a call has an unknown parameter or lacks a required one; print what can only be doubted."""
    wrong: list[str] = []
    doubts: set[str] = set()
    for row in rows:
        for method, params in commands(row):
            complaints, doubtful = inspect(method, params, folder)
            wrong += [f"call {row['n']}: {text}" for text in complaints]
            doubts |= set(doubtful)
    for text in sorted(doubts):
        print(f"rest_spec: {text}")
    if wrong:
        pytest.fail("\n".join(["Calls that the vendor's documentation does not know:", *wrong]), pytrace=False)


def commands(row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The calls of one logged request: itself, or the commands of its batch."""
    if row["method"].lower() != "batch":
        return [(row["method"], row["params"])]
    cmd = row["params"].get("cmd") or {}
    found = []
    for command in cmd.values() if isinstance(cmd, dict) else cmd:
        method, _, query = str(command).partition("?")
        if query.endswith(" characters)"):
            # The log cut it in the middle of a parameter.
            query = query.rpartition("&")[0]
        found.append((method, unfold(parse_qsl(query, keep_blank_values=True))))
    return found


def inspect(method: str, params: dict[str, Any], folder: Path) -> tuple[list[str], list[str]]:
    """What is wrong with a call, and what can only be doubted."""
    described = _described(folder).get(method.lower())
    if described is None:
        return [], [f"{method}: the description lacks this method"]
    page = described.get("page") or described["source"]["file"]
    entries = {entry["name"]: entry for entry in described["params"]}
    if method.lower() in UNDESCRIBED:
        entries = {name: {"name": name, "required": False} for name in UNDESCRIBED[method.lower()]}
    wrong, doubts = [], []
    sent = {name for name in params if name not in COMMON}
    for name in sorted(sent):
        if not {name, name.lower(), name.upper()} & set(entries):
            if method.lower() in FILTERED_AT_TOP_LEVEL and name.isupper():
                doubts.append(f"{method}: {name} at the top level ({page})")
            else:
                wrong.append(f"{method} has no parameter {name} ({page})")
    for name, entry in entries.items():
        if {name, name.lower(), name.upper()} & sent:
            continue
        if entry["required"] == "unknown":
            doubts.append(f"{method}: whether {name} is required is unknown ({page})")
        elif entry["required"] and (described["method"], name) in CONDITIONAL:
            doubts.append(f"{method}: {name} is required under a condition ({page})")
        elif entry["required"]:
            wrong.append(f"{method} lacks the required {name} ({page})")
    return wrong, doubts


@cache
def _described(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem.lower(): json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
