"""Values on the wire: wrapped, unknown, and whole numbers."""

from __future__ import annotations

import pytest

from local_azure.provider.values import UNKNOWN, Json, from_struct, is_unknown, to_struct

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"


@pytest.mark.parametrize(
    ("wire", "plain"),
    [
        ({SIGNATURE: SECRET, "value": "s"}, "s"),
        ({SIGNATURE: SECRET, "value": {SIGNATURE: OUTPUT, "value": "s", "secret": True}}, "s"),
        ({SIGNATURE: OUTPUT}, UNKNOWN),
        ({SIGNATURE: REFERENCE, "urn": "u", "id": "i"}, "i"),
        ({SIGNATURE: REFERENCE, "urn": "u"}, "u"),
        ({"a": {SIGNATURE: SECRET, "value": "s"}}, {"a": "s"}),
        (1.0, 1),
        (1.5, 1.5),
        ([1.0, True, None, "x"], [1, True, None, "x"]),
    ],
)
def test_wrapped_values_become_plain(wire: Json, plain: Json) -> None:
    assert from_struct(to_struct({"it": wire})) == {"it": plain}


def test_whole_numbers_are_integers_and_booleans_are_not() -> None:
    values = from_struct(to_struct({"count": 1.0, "flag": True}))
    assert {name: type(value) for name, value in values.items()} == {"count": int, "flag": bool}


def test_nulls_are_dropped() -> None:
    assert from_struct(to_struct({"a": None, "b": {"c": None}})) == {"b": {}}


@pytest.mark.parametrize(
    ("value", "unknown"), [(UNKNOWN, True), ("6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", True), ("x", False)]
)
def test_every_unknown_sentinel_is_known(value: str, *, unknown: bool) -> None:
    assert is_unknown(value) is unknown
