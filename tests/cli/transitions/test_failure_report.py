"""What of an update failed: each cause once, and nothing of what was only stopped."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.engine.failures import StepFailure, failure_of
from managed_image_to_gallery.cli.transitions.failure_report import failure_texts


def denied(name: str) -> StepFailure:
    urn = f"urn:pulumi:dev::p::azure-native:compute:GalleryImageVersion::{name}-version"
    return failure_of(urn, f'Code="AuthorizationFailed" Message="The client may not write \'{name}\'"')


def test_one_cause_is_told_once() -> None:
    (text,) = failure_texts([denied(f"i{number}") for number in range(55)], interrupted=False)
    assert text.count("Give the identity the role") == 1
    assert text.startswith("i0-version: AuthorizationFailed: ")
    assert text.endswith("The same of 54 others: i1-version, i2-version, i3-version and 51 more.")


def test_causes_that_differ_are_told_each() -> None:
    other = StepFailure("urn::b", "QuotaExceeded", "no more")
    texts = failure_texts([denied("a"), other, denied("c")], interrupted=False)
    assert [text.partition(":")[0] for text in texts] == ["a-version", "b"]


@pytest.mark.parametrize("words", ["context canceled", "update canceled"])
def test_what_was_stopped_has_nothing_to_correct(words: str) -> None:
    stopped = StepFailure("urn::a-version", "", words)
    assert failure_texts([stopped, denied("b")], interrupted=True) == [denied("b").text()]
    assert failure_texts([stopped], interrupted=False) == [stopped.text()]
