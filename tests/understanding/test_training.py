import json

import pytest

from assistant.catalogue import Catalogue
from assistant.errors import SettingsError
from assistant.models import Decision
from assistant.understanding import cross_validate, evaluate, load, train, validate
from assistant.understanding.reports import as_data, as_text, differences
from tests.understanding.conftest import NOW


@pytest.mark.parametrize("vectors", [False, None])
def test_the_engine_learns_the_sentences_of_another_company(cafe, tmp_path, vectors):
    data, catalogue = cafe
    train(data, tmp_path / "model", vectors=vectors)
    engine = load(tmp_path / "model", catalogue)
    reading = engine.read("a tea please", now=NOW)
    assert reading.candidates[0].intent == "drink.order"
    assert engine.read("cancel the tea", now=NOW).candidates[0].intent == "drink.cancel"


def test_the_same_data_give_the_same_model(cafe, tmp_path):
    data, catalogue = cafe
    for name in ("one", "two"):
        train(data, tmp_path / name, vectors=False)
    files = {path.name for path in (tmp_path / "one").iterdir()}
    assert files == {"model.json", "weights.npz", "tagger.crfsuite", "spotter.crfsuite"}
    assert (tmp_path / "one" / "model.json").read_text() == (tmp_path / "two" / "model.json").read_text()
    engines = [load(tmp_path / name, catalogue) for name in ("one", "two")]
    readings = [engine.read("a tea please", now=NOW) for engine in engines]
    assert readings[0] == readings[1]


def test_training_again_without_a_change_does_nothing(cafe, tmp_path):
    data, _ = cafe
    train(data, tmp_path / "model", vectors=False)
    before = (tmp_path / "model" / "model.json").stat().st_mtime_ns
    told = []
    train(data, tmp_path / "model", lambda share, what: told.append((share, what)), vectors=False)
    assert (tmp_path / "model" / "model.json").stat().st_mtime_ns == before
    assert told == [(1.0, "the model is up to date")]


def test_progress_runs_from_0_to_1(cafe, tmp_path):
    data, _ = cafe
    shares = []
    train(data, tmp_path / "model", lambda share, _: shares.append(share), vectors=False)
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
    train(data, tmp_path / "model", vectors=False)
    report = evaluate(data, load(tmp_path / "model", catalogue), catalogue)
    assert len(report.verdicts) == 3
    assert {score.name for score in report.scores(lambda verdict: verdict.example.kind)} == {
        "terse",
        "typo",
        "off_topic",
    }
    assert any("all messages" in line for line in as_text(report))
    assert as_data(report)["all"]["messages"] == 3
    outside = next(verdict for verdict in report.verdicts if verdict.example.intent == "none")
    assert outside.right == (outside.decision is not Decision.ANSWER)


def test_a_report_says_what_changed_since_an_earlier_one(cafe, tmp_path):
    data, catalogue = cafe
    now = as_data(cross_validate(data, catalogue, folds=2, vectors=False))
    assert now["mistakes"]
    before = {**now, "all": {**now["all"], "intent": 0.5}, "mistakes": []}
    lines = differences(now, before)
    assert any("50.0 →" in line for line in lines)
    assert any("new mistake" in line for line in lines)


@pytest.fixture
def foreign(tmp_path):
    """Data of somebody else: no intent of the catalogue, no small words, entities of their own."""
    folder = tmp_path / "foreign" / "en"
    folder.mkdir(parents=True)
    lights = "".join(
        f"  - turn the [{place}](house_place2) light {state}\n" for place in PLACES for state in ("on", "off")
    )
    songs = "".join(f"  - play the song [{name}](songName)\n" for name in SONGS)
    (folder / "light_switch.yaml").write_text(f"intent: light_switch\nexamples:\n{lights}")
    (folder / "PlaySong.yaml").write_text(
        f"intent: PlaySong\nexamples:\n{songs}tests:\n  - play the song [Tea](songName)\n"
    )
    return tmp_path / "foreign"


PLACES = ("kitchen", "bedroom", "hall", "garage", "garden", "living room", "bathroom", "office")
SONGS = ("Yesterday", "Blue", "Happy Days", "Coffee", "Summer Wine", "Home", "Tomorrow Never", "Rain", "Hello", "Dust")


def test_intents_and_entities_that_only_the_data_know_are_learnt(foreign, tmp_path):
    catalogue = Catalogue({})
    train(foreign, tmp_path / "model", vectors=False)
    engine = load(tmp_path / "model", catalogue)
    reading = engine.read("turn the cellar light on", now=NOW)
    assert (reading.intent, [(e.type, e.value) for e in reading.entities]) == (
        "light_switch",
        [("house_place2", "cellar")],
    )
    report = evaluate(foreign, engine, catalogue)
    assert [verdict.intent for verdict in report.verdicts] == ["PlaySong"]


def test_data_of_somebody_else_are_sound_without_the_catalogue(foreign, cafe):
    (finding,) = validate(foreign, cafe[1])
    assert "function_words" in finding.text


def test_cross_validation_reads_every_example_once(cafe):
    data, catalogue = cafe
    report = cross_validate(data, catalogue, folds=2, vectors=False)
    assert len(report.verdicts) == 30
    assert 0 <= report.calibration_error <= 1
