"""The commands as an admin types them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.main import COMMANDS
from assistant.cli.model import is_fresh, stamp
from assistant.settings import Settings
from tests.assistant_at_work import ROOT


def assistant(*words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "REDIS_"))}
    return subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        cwd=ROOT,
        env={**clean, **env},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=90,
    )


def test_the_list_of_commands_is_complete_without_loading_any() -> None:
    listed = assistant("--help").stdout
    assert all(name in listed for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example(name: str) -> None:
    shown = assistant(name, "--help")
    assert shown.returncode == 0, shown.stderr
    assert "Example" in shown.stdout
    assert f"assistant {name}" in shown.stdout


def test_parse_prints_one_object_a_line_also_for_blank_lines(model_dir: Path) -> None:
    lines = "how many deals did we win in june?\n\nсколько у меня открытых сделок\n"
    parsed = assistant("parse", "--now", "2026-06-10T09:00", "--model", str(model_dir), stdin=lines)
    first, blank, russian = map(json.loads, parsed.stdout.splitlines())
    assert first["intent"] == "deals.count"
    assert {"type": "deal_state", "start": 22, "end": 25, "text": "win", "value": "won"} in first["entities"]
    period = next(entity for entity in first["entities"] if entity["type"] == "period")
    assert period["value"] == {"from": "2026-06-01", "to": "2026-06-30"}
    assert blank["intent"] == "none"
    assert (russian["lang"], russian["intent"]) == ("ru", "deals.count")


def test_parse_takes_its_reference_from_a_line_of_json(model_dir: Path) -> None:
    line = json.dumps({"text": "my tasks tomorrow", "now": "2027-01-31T12:00", "lang": "en", "extra": 1})
    parsed = json.loads(assistant("parse", "--model", str(model_dir), stdin=line + "\n").stdout)
    assert parsed["entities"][0]["value"] == {"from": "2027-02-01", "to": "2027-02-01"}


def test_parse_without_a_model_says_what_to_run(tmp_path: Path) -> None:
    failed = assistant("parse", stdin="hi\n", ASSISTANT_MODEL_DIR=str(tmp_path / "none"))
    assert failed.returncode == 1
    assert "assistant train" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize("name", ["web", "worker", "register"])
def test_a_command_without_its_settings_names_them_with_an_example(name: str, tmp_path: Path) -> None:
    failed = assistant(name, ASSISTANT_DATA_DIR=str(tmp_path))
    assert failed.returncode == 1
    assert "ASSISTANT_REDIS_URL=redis://" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_run_without_its_settings_names_them(tmp_path: Path) -> None:
    failed = assistant("run", ASSISTANT_DATA_DIR=str(tmp_path))
    assert failed.returncode == 1
    assert "ASSISTANT_CLIENT_ID=local." in failed.stderr


def test_ask_without_a_demo_says_how_to_start_one(tmp_path: Path) -> None:
    failed = assistant("ask", "hello", ASSISTANT_DATA_DIR=str(tmp_path))
    assert failed.returncode == 1
    assert "assistant demo" in failed.stderr


def test_doctor_says_what_to_do_when_nothing_runs(tmp_path: Path) -> None:
    examined = assistant("doctor", ASSISTANT_DATA_DIR=str(tmp_path), ASSISTANT_MODEL_DIR=str(tmp_path / "model"))
    assert examined.returncode == 1
    for advice in ("ASSISTANT_CLIENT_ID=local.", "assistant train", "assistant run"):
        assert advice in examined.stdout
    assert "Traceback" not in examined.stderr


def test_doctor_says_that_people_can_only_connect_where_their_browsers_get_to(tmp_path: Path) -> None:
    nowhere = assistant("doctor", ASSISTANT_DATA_DIR=str(tmp_path), ASSISTANT_MODEL_DIR=str(tmp_path / "model"))
    assert "FAIL  People come back from the portal's page to http://127.0.0.1" in nowhere.stdout
    assert "ASSISTANT_WEBHOOK_URL" in nowhere.stdout
    intranet = {"ASSISTANT_PUBLIC_URL": "https://bot.intranet.example", "ASSISTANT_DATA_DIR": str(tmp_path)}
    there = assistant("doctor", **intranet, ASSISTANT_MODEL_DIR=str(tmp_path / "model"))
    assert "ok    People come back from the portal's page to https://bot.intranet.example/b24/oauth" in there.stdout


def test_a_model_is_stale_as_soon_as_a_sentence_changes(tmp_path: Path) -> None:
    training, model = tmp_path / "data", tmp_path / "model"
    training.mkdir()
    model.mkdir()
    (training / "help.yaml").write_text("intent: help\n")
    settings = Settings(_env_file=None, training_dir=training, model_dir=model, intents_dir=ROOT / "intents")
    assert not is_fresh(settings)
    stamp(settings)
    assert is_fresh(settings)
    (training / "help.yaml").write_text("intent: help\nexamples: [help me]\n")
    assert not is_fresh(settings)


@pytest.mark.parametrize(("option", "value"), [("--port", "99999"), ("--date", "tomorrow")])
def test_a_wrong_option_of_the_demo_is_refused_before_anything_starts(option: str, value: str) -> None:
    refused = assistant("demo", option, value)
    assert refused.returncode == 2
    assert f"Invalid value for '{option}'" in refused.stderr
    assert "Starting" not in refused.stdout


def test_a_model_that_cannot_be_written_names_the_setting() -> None:
    refused = assistant("train", ASSISTANT_MODEL_DIR="/dev/null/model")
    assert refused.returncode == 1
    assert "set ASSISTANT_MODEL_DIR" in refused.stderr
    assert "Traceback" not in refused.stderr


CAFE = {
    "order": (
        "a coffee please", "bring me a tea", "one espresso", "can I have a latte", "get me some juice",
        "order a water", "a large mocha for me", "two teas please", "I want to drink cocoa", "make me a mocha",
    ),
    "cancel": (
        "cancel my drink", "no drink for me", "forget the coffee", "stop the order", "drop my order",
        "take the drink back", "please cancel the order", "no coffee after all", "undo the tea", "not today",
    ),
}  # fmt: skip


@pytest.fixture
def other_data(tmp_path: Path) -> Path:
    """Sentences of somebody else."""
    folder = tmp_path / "data" / "en"
    folder.mkdir(parents=True)
    (folder / "language.yaml").write_text("name: English\nfunction_words: a, the, me, my, for, no\n")
    for intent, sentences in CAFE.items():
        lines = "".join(f"  - {sentence}\n" for sentence in sentences)
        tests = "tests:\n  terse:\n    - a tea\n" if intent == "order" else ""
        (folder / f"{intent}.yaml").write_text(f"intent: {intent}\nexamples:\n{lines}{tests}")
    return tmp_path / "data"


def test_validate_names_file_and_line_of_what_is_wrong(other_data: Path) -> None:
    path = other_data / "en" / "order.yaml"
    path.write_text("intent: order\nexamples:\n  - a coffee please\n  - stop the order\n")
    examined = assistant("validate", "--quick", "--data", str(other_data))
    assert examined.returncode == 1
    assert f"{path}:4: error: 'stop the order' is also an example of cancel" in examined.stdout
    assert examined.stdout.splitlines()[-1].endswith("1 warnings")


def test_validate_is_content_with_sound_data(other_data: Path) -> None:
    examined = assistant("validate", "--data", str(other_data))
    assert examined.returncode == 0, examined.stderr
    assert "0 errors, 0 warnings" in examined.stdout


def test_evaluate_prints_figures_draws_pictures_and_compares_with_the_last_run(
    other_data: Path, tmp_path: Path
) -> None:
    words = ("evaluate", "--data", str(other_data), "--reports", str(tmp_path / "reports"))
    figures = json.loads(assistant(*words, "--json").stdout)
    assert figures["cross_validation"]["all"]["messages"] == 20
    assert figures["tests"]["kind"]["terse"]["messages"] == 1
    assert all(Path(picture).read_bytes().startswith(b"\x89PNG") for picture in figures["pictures"])
    again = assistant(*words)
    assert "since the last run" in again.stdout, again.stderr


def test_evaluate_asks_the_tests_of_another_folder(other_data: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked" / "en"
    asked.mkdir(parents=True)
    (asked / "order.yaml").write_text("intent: order\nexamples:\n  - bring me a mocha\n  - two coffees please\n")
    words = ("evaluate", "--data", str(other_data), "--test", str(asked.parent), "--reports", str(tmp_path), "--json")
    figures = json.loads(assistant(*words).stdout)
    assert "cross_validation" not in figures
    assert figures["tests"]["all"]["messages"] == 2


def test_without_a_key_for_the_tokens_nothing_starts_and_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    portal = {"ASSISTANT_CLIENT_ID": "local.1", "ASSISTANT_CLIENT_SECRET": "s", "REDIS_URL": "redis://127.0.0.1:9"}
    for command in ("run", "web", "worker"):
        refused = assistant(command, ASSISTANT_DATA_DIR=str(tmp_path), **portal)
        assert refused.returncode == 1
        assert "ASSISTANT_TOKEN_KEYS=" in refused.stderr
        assert "assistant key" in refused.stderr


def test_a_key_that_was_made_is_a_key(tmp_path: Path) -> None:
    made = assistant("key").stdout.strip()
    examined = assistant("doctor", ASSISTANT_DATA_DIR=str(tmp_path), ASSISTANT_TOKEN_KEYS=made)
    assert "ASSISTANT_TOKEN_KEYS" not in examined.stdout + examined.stderr
    refused = assistant("doctor", ASSISTANT_DATA_DIR=str(tmp_path), ASSISTANT_TOKEN_KEYS=f"{made},{made[:-5]}")
    assert "ASSISTANT_TOKEN_KEYS: is no key" in refused.stderr
    assert made[:-5] not in refused.stdout + refused.stderr
