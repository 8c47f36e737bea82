import json

import pytest

from assistant.errors import SettingsError
from assistant.models import Decision
from assistant.understanding import cross_validate, evaluate, load, train, validate
from tests.understanding.conftest import NOW


@pytest.mark.parametrize("vectors", [False, None])
def test_the_engine_learns_the_sentences_of_another_company(cafe, tmp_path, vectors):
    data, catalogue = cafe
    train(data, tmp_path / "model", catalogue, vectors=vectors)
    engine = load(tmp_path / "model", catalogue)
    reading = engine.read("a tea please", now=NOW)
    assert reading.candidates[0].intent == "drink.order"
    assert engine.read("cancel the tea", now=NOW).candidates[0].intent == "drink.cancel"


def test_the_same_data_give_the_same_model(cafe, tmp_path):
    data, catalogue = cafe
    for name in ("one", "two"):
        train(data, tmp_path / name, catalogue, vectors=False)
    files = {path.name for path in (tmp_path / "one").iterdir()}
    assert files == {"model.json", "weights.npz", "tagger.crfsuite", "spotter.crfsuite"}
    assert (tmp_path / "one" / "model.json").read_text() == (tmp_path / "two" / "model.json").read_text()
    engines = [load(tmp_path / name, catalogue) for name in ("one", "two")]
    readings = [engine.read("a tea please", now=NOW) for engine in engines]
    assert readings[0] == readings[1]


def test_training_again_without_a_change_does_nothing(cafe, tmp_path):
    data, catalogue = cafe
    train(data, tmp_path / "model", catalogue, vectors=False)
    before = (tmp_path / "model" / "model.json").stat().st_mtime_ns
    told = []
    train(data, tmp_path / "model", catalogue, lambda share, what: told.append((share, what)), vectors=False)
    assert (tmp_path / "model" / "model.json").stat().st_mtime_ns == before
    assert told == [(1.0, "the model is up to date")]


def test_progress_runs_from_0_to_1(cafe, tmp_path):
    data, catalogue = cafe
    shares = []
    train(data, tmp_path / "model", catalogue, lambda share, _: shares.append(share), vectors=False)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_missing_model_says_what_to_do(cafe, tmp_path):
    with pytest.raises(SettingsError, match="assistant train"):
        load(tmp_path / "nothing", cafe[1])


def test_a_model_of_another_version_says_what_to_do(cafe, tmp_path):
    (tmp_path / "model.json").write_text(json.dumps({"version": 0}))
    with pytest.raises(SettingsError, match="assistant train"):
        load(tmp_path, cafe[1])


def add(path, text):
    path.write_text(path.read_text() + text)


def test_a_sound_data_set_has_nothing_to_mend(cafe):
    assert validate(*cafe) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  - a [beer](beverage)\n", "beverage is no entity"),
        ("  - a beer [today](period)\n", "drink.order takes no period"),
        ("  - bring me a [tea](title)\n", "stands already in"),
        ("  - stop the order\n", "also an example of drink.cancel"),
        ("  - take the drinks back\n", "is nearly 'take the drink back' of drink.cancel"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_told_with_its_place(cafe, text, says):
    data, catalogue = cafe
    path = data / "en" / "drink.order.yaml"
    add(path, text)
    found = [str(finding) for finding in validate(data, catalogue)]
    assert any(says in finding for finding in found), found
    assert any(f"drink.order.yaml:{len(path.read_text().splitlines())}" in f or "drink.cancel" in f for f in found)


def test_a_language_without_an_intent_is_told(cafe):
    data, catalogue = cafe
    (data / "en" / "drink.cancel.yaml").unlink()
    (finding,) = validate(data, catalogue)
    assert "drink.cancel has 0 examples in en" in finding.text


def test_tests_are_judged_by_intent_and_entities(cafe, tmp_path):
    data, catalogue = cafe
    add(
        data / "en" / "drink.order.yaml",
        "tests:\n  terse:\n    - one [mocha](title)\n  typo:\n    - bring me a [tae](title)\n",
    )
    add(data / "en" / "none.yaml", "tests:\n  off_topic:\n    - what is the weather in Rome\n")
    train(data, tmp_path / "model", catalogue, vectors=False)
    report = evaluate(data, load(tmp_path / "model", catalogue), catalogue)
    assert len(report.verdicts) == 3
    assert {score.name for score in report.scores(lambda verdict: verdict.example.kind)} == {
        "terse",
        "typo",
        "off_topic",
    }
    assert any("all messages" in line for line in report.lines())
    outside = next(verdict for verdict in report.verdicts if verdict.example.intent == "none")
    assert outside.right == (outside.decision is not Decision.ANSWER)


def test_cross_validation_reads_every_example_once(cafe):
    data, catalogue = cafe
    report = cross_validate(data, catalogue, folds=2, vectors=False)
    assert len(report.verdicts) == 30
    assert 0 <= report.calibration_error <= 1
