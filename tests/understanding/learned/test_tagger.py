import spacy

from assistant.understanding.learned.tagger import labels_of


def test_only_a_mark_right_behind_one_of_its_type_begins_with_b():
    doc = spacy.blank("en")("for Anna Maria Ivan today")
    assert labels_of(doc, [("person", 15, 19), ("person", 4, 14), ("period", 20, 25)]) == [
        "O", "I-person", "I-person", "B-person", "I-period",
    ]  # fmt: skip
