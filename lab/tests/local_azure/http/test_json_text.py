from __future__ import annotations

import pytest

from harness.local_azure import GROUP_API, InProcessAzure
from local_azure.http.json_text import MAX_DEPTH, read_json

REFUSED = {
    "no number": b'{"a": NaN}',
    "infinity": b"[-Infinity]",
    "a number without end": b"[1e999]",
    "an integer without end": b"9" * 5000,
    "half a pair": rb'{"a": "\ud800"}',
    "half a pair as a name": rb'{"\uDFFF": 1}',
    "no UTF-8": b'{"a": "\xff"}',
    "cut off": b'{"a": ',
    "two values": b"{} {}",
    "too deep": b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
    "far too deep": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_could_not_be_stored_or_answered_is_no_json(case: str) -> None:
    with pytest.raises(ValueError, match="."):
        read_json(REFUSED[case])


@pytest.mark.parametrize("case", REFUSED)
def test_a_body_that_is_no_json_is_a_bad_request(azure: InProcessAzure, case: str) -> None:
    answer = azure.request("PUT", azure.group_id("new"), api_version=GROUP_API, content=REFUSED[case])

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequestContent")


def test_what_is_json_is_read_as_it_is() -> None:
    nested = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH

    assert read_json(rb'{"a": "\ud83d\ude00", "b": [1.5, null]}') == {"a": "\N{GRINNING FACE}", "b": [1.5, None]}
    assert isinstance(read_json(nested), list)
