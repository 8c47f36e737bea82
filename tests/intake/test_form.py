"""The decoder of bodies, with qs-codec as the oracle."""

import contextlib
import json
from typing import Any

import pytest
import qs_codec
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadEventError
from assistant.intake.form import MOST_FIELDS, decode, decode_form

NAME = st.text(st.characters(exclude_characters="[]\0.", exclude_categories=("Cs",)), min_size=1, max_size=8).filter(
    lambda name: not name.isdecimal()
)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
VALUES = st.recursive(TEXT, lambda inner: st.dictionaries(NAME, inner, min_size=1, max_size=4), max_leaves=12)
PAYLOADS = st.dictionaries(NAME, VALUES, max_size=6)


def as_dicts(value: Any) -> Any:
    """Lists of the oracle as PHP has them: dicts with numbers."""
    if isinstance(value, list):
        return {str(index): as_dicts(item) for index, item in enumerate(value)}
    if isinstance(value, dict):
        return {str(key): as_dicts(item) for key, item in value.items()}
    return value


def oracle(body: str) -> Any:
    """What qs-codec makes of it."""
    options = qs_codec.DecodeOptions(
        depth=16, parameter_limit=5000, duplicates=qs_codec.Duplicates.LAST, list_limit=0, allow_dots=False
    )
    return as_dicts(qs_codec.decode(body, options))


@settings(deadline=None)
@given(PAYLOADS)
def test_whatever_is_encoded_is_decoded(payload):
    body = qs_codec.encode(payload)
    assert decode_form(body.encode()) == payload


@settings(deadline=None)
@given(PAYLOADS)
def test_it_agrees_with_qs_codec(payload):
    body = qs_codec.encode(payload)
    assert decode_form(body.encode()) == oracle(body)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b[c]", "b[d][e]", "l[]", "l[k]"]), TEXT), max_size=8))
def test_a_body_is_never_an_error_of_ours(pairs):
    body = "&".join(f"{key}={qs_codec.encode({'v': value})[2:]}" for key, value in pairs)
    assert isinstance(decode_form(body.encode()), dict)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(body):
    with contextlib.suppress(BadEventError):
        assert isinstance(decode(body), dict)


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        (b"", {}),
        (b"a=1&a=2", {"a": "2"}),
        (b"a=1&a[b]=2", {"a": {"b": "2"}}),
        (b"a[b]=1&a=2&a[c]=3", {"a": {"c": "3"}}),
        (b"a[]=x&a[]=y&a[7]=z&a[]=w", {"a": {"0": "x", "1": "y", "7": "z", "8": "w"}}),
        (b"a[][n]=1&a[][n]=2", {"a": {"0": {"n": "1"}, "1": {"n": "2"}}}),
        (b"data%5Buser%5D%5Bname%5D=%D0%90%D0%BD%D0%BD%D0%B0+%D0%9F.", {"data": {"user": {"name": "Анна П."}}}),
        ("имя=Анна".encode(), {"имя": "Анна"}),
        (b"a=100%", {"a": "100%"}),
        (b"a=%ZZ%41", {"a": "%ZZA"}),
        (rb"a=c:\x41%41", {"a": r"c:\x41A"}),
        (b"flag&=x&a[b=1", {"flag": "", "a[b": "1"}),
    ],
)
def test_special_forms_are_read_as_php_reads_them(body, payload):
    assert decode_form(body) == payload


def test_json_is_read_whatever_the_content_type_says():
    payload = {"event": "ONIMBOTV2MESSAGEADD", "data": {"message": {"id": 7, "text": "привет"}}}
    assert decode(json.dumps(payload).encode(), "application/x-www-form-urlencoded") == payload


@pytest.mark.parametrize(
    "body",
    [
        b"a=%FF%FE",
        b"%FF=a",
        b"a=\xff",
        b"{broken",
        b"[1, 2]",
        b'{"a": "\\ud800"}',
        b'{"a":' * 100_000,
        b"a" + b"[b]" * 20 + b"=1",
        b"&".join(b"f%d=1" % n for n in range(MOST_FIELDS + 1)),
    ],
    ids=["value", "key", "raw", "json", "array", "surrogate", "deep-json", "deep-form", "many"],
)
def test_what_is_broken_is_refused(body):
    with pytest.raises(BadEventError):
        decode(body)


def test_keys_of_strangers_do_not_fill_the_memory():
    from assistant.intake import form

    for start in range(0, 8000, 800):
        decode_form(b"&".join(b"x%d[a]=1" % n for n in range(start, start + 800)))
    assert len(form._paths) <= form.MOST_PATHS
