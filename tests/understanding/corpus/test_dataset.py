from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.understanding import corpus
from assistant.understanding.corpus import Mark, read_marks


def write(folder: Path, text: str) -> Path:
    english = folder / "en"
    english.mkdir(parents=True, exist_ok=True)
    (english / "language.yaml").write_text("name: English\nfunction_words: the, a\n")
    path = english / "deals.yaml"
    path.write_text(text)
    return path


def test_marks_give_type_place_and_value():
    text, marks = read_marks("deals [won](deal_state) [in june](period=2026-06-01..2026-06-30)")
    assert text == "deals won in june"
    assert marks == (Mark("deal_state", 6, 9, ""), Mark("period", 10, 17, "2026-06-01..2026-06-30"))


def test_a_sentence_needs_no_quotes_whatever_signs_it_holds(tmp_path):
    sentences = ["[Acme](client) - call: them", "ticket #12 {now}", '"quoted" in part', "what's up? yes", "- no", "*"]
    write(tmp_path, "intent: deals\nexamples:\n" + "".join(f"  - {sentence}\n" for sentence in sentences))
    assert [example.text for example in corpus.load(tmp_path).examples] == [
        "Acme - call: them",
        "ticket #12 {now}",
        '"quoted" in part',
        "what's up? yes",
        "- no",
        "*",
    ]


def test_quoted_folded_and_flow_sentences_are_plain_yaml(tmp_path):
    write(
        tmp_path,
        'intent: deals\nexamples:\n  - "all: deals"\n  - long\n    sentence\ntests:\n  terse: [deals, "my deals"]\n',
    )
    data = corpus.load(tmp_path)
    assert [example.text for example in data.examples] == ["all: deals", "long sentence"]
    assert [(example.text, example.kind) for example in data.tests] == [("deals", "terse"), ("my deals", "terse")]


def test_each_example_knows_its_line(tmp_path):
    path = write(tmp_path, "intent: deals\nexamples:\n\n  - one\n  # a remark\n  - two\n")
    assert [example.place for example in corpus.load(tmp_path).examples] == [f"{path}:4", f"{path}:6"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("examples:\n  - one\n", 1, "intent"),
        ("intent: deals\nexample:\n  - one\n", 2, "expected one of"),
        ("intent: deals\nexamples: one\n", 2, "expected a list"),
        ("intent: deals\nexamples:\n  - good\n  - [won] (deal_state) deals\n", 4, "without a space"),
        ("intent: deals\nexamples:\n - a\n- b\n", 4, "block"),
        ("intent: deals\nexamples:\n  - [[a]](period\n", 3, "mark"),
    ],
)
def test_an_error_names_file_and_line(tmp_path, text, line, says):
    path = write(tmp_path, text)
    with pytest.raises(SettingsError, match=says) as caught:
        corpus.load(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}:")


def test_a_language_without_its_words_is_read_all_the_same(tmp_path):
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "kaffee.yaml").write_text("intent: Kaffee\nexamples:\n  - ein [Kaffee](Getränk2) bitte\n")
    data = corpus.load(tmp_path)
    assert data.tongues["de"].function_words == ()
    assert data.examples[0].marks[0].type == "Getränk2"


def test_a_wrong_field_of_a_language_is_named_with_its_line(tmp_path):
    write(tmp_path, "intent: deals\nexamples:\n  - one\n")
    path = tmp_path / "en" / "language.yaml"
    path.write_text("name: English\nfunction_words: the\ncolour: red\n")
    with pytest.raises(SettingsError, match="colour") as caught:
        corpus.load(tmp_path)
    assert str(caught.value).startswith(f"{path}:3:")


def test_the_fingerprint_ignores_tests_and_notices_examples(tmp_path):
    write(tmp_path, "intent: deals\nexamples:\n  - one\n")
    before = corpus.load(tmp_path).fingerprint
    write(tmp_path, "intent: deals\nexamples:\n  - one\ntests:\n  terse:\n    - two\n")
    assert corpus.load(tmp_path).fingerprint == before
    write(tmp_path, "intent: deals\nexamples:\n  - one\n  - two\n")
    assert corpus.load(tmp_path).fingerprint != before
