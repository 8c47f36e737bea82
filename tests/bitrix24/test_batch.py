"""How commands are written into a batch and read out of it."""

import pytest

from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import BatchAnswer, Command, Reference, encode, payload
from assistant.errors import MethodMissingError, PortalUnavailableError, RejectedError
from assistant.sandbox.rest.decoding import query


def test_nested_parameters_survive_the_way_through_a_query() -> None:
    params = {
        "filter": {">=createdTime": "2026-06-01T00:00:00+03:00", "0": {"logic": "OR", "0": {"%name": "Ром&ашка=?"}}},
        "select": ["id", "title"],
        "order": {"id": "DESC"},
    }
    assert query(encode(params)) == params


def test_a_comparison_in_a_key_is_encoded() -> None:
    assert encode({"filter": {"<=ID": 5}}) == "filter[%3C%3DID]=5"


def test_flags_and_nothing_are_written_as_php_does() -> None:
    assert encode({"a": True, "b": False, "c": None}) == "a=1&b=0&c="


def test_a_reference_stays_readable_for_the_portal() -> None:
    assert encode({"id": Reference("k", ("items", 0, "id"))}) == "id=$result[k][items][0][id]"


def test_what_looks_like_a_reference_in_a_persons_text_is_encoded() -> None:
    assert "$result[" not in encode({"name": "$result[k][0]"})


def test_a_command_without_parameters_is_its_method() -> None:
    assert payload([Command("me", "user.current")]) == {"halt": 0, "cmd": {"me": "user.current"}}


@pytest.mark.parametrize("count", [0, 51])
def test_a_batch_has_one_to_fifty_commands(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 50"):
        payload([Command(f"c{at}", "profile") for at in range(count)])


def test_two_commands_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="called a"):
        payload([Command("a", "profile"), Command("a", "scope")])


def answer(**content: object) -> BatchAnswer:
    commands = [Command("a", "crm.item.list"), Command("b", "crm.deal.list")]
    return BatchAnswer(commands, Answer(content))


def test_results_totals_and_errors_belong_to_their_commands() -> None:
    found = answer(
        result={"a": {"items": []}},
        result_error={"b": {"error": "", "error_description": "no"}},
        result_total={"a": "70"},
        result_next={"a": 50},
    )
    assert found["a"] == {"items": []}
    assert (found.total("a"), found.next("a"), found.total("b")) == (70, 50, None)
    assert "b" not in found
    with pytest.raises(RejectedError):
        _ = found["b"]


def test_empty_maps_that_come_as_lists_are_empty() -> None:
    found = answer(result=[], result_error=[], result_total=[], result_next=[])
    with pytest.raises(PortalUnavailableError):
        _ = found["a"]


def test_a_command_that_never_ran_has_an_error() -> None:
    assert answer(result={"a": 1}, result_error=[]).error("b") is not None


def test_a_method_that_the_portal_lacks_is_told_inside_a_batch() -> None:
    found = answer(result=[], result_error={"a": {"error": "ERROR_METHOD_NOT_FOUND", "error_description": ""}})
    with pytest.raises(MethodMissingError):
        _ = found["a"]


def test_numbered_commands_are_read_from_a_list() -> None:
    found = BatchAnswer([Command("0", "profile"), Command("1", "scope")], Answer({"result": [{"ID": "1"}, ["crm"]]}))
    assert (found["0"], found["1"]) == ({"ID": "1"}, ["crm"])
