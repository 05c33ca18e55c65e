"""What `init` says of images and entries."""

from __future__ import annotations

from datetime import date

from managed_image_to_gallery.cli.config_file.definitions import Definitions
from managed_image_to_gallery.cli.config_file.proposals import Proposer
from managed_image_to_gallery.cli.config_file.telling import (
    LeftOut,
    count_of,
    left_out_lines,
    proposal_lines,
    refused_by_check,
)
from managed_image_to_gallery.config.faults import Fault
from tests.azure.bodies import SUBSCRIPTION
from tests.cli.config_file.test_definitions import image

DEFINITIONS = Definitions("p")
IMAGES = (image("web"), image("golden"), image("Golden", group="other", generation="V1"), image("web-v2"))
PROPOSER = Proposer("patch", date(2026, 3, 4), SUBSCRIPTION)
PROPOSALS = [PROPOSER.propose(one, DEFINITIONS.definition_for(one), []) for one in IMAGES]


def test_what_to_do_is_told_once_for_all_whom_it_concerns() -> None:
    left = [
        LeftOut("g/a", "is large", "Shrink it."),
        LeftOut("g/b", "is odd", ""),
        LeftOut("g/c", "is huge", "Shrink it."),
    ]
    assert list(left_out_lines(left)) == [
        "g/a is left out: is large",
        "g/c is left out: is huge",
        "    → Shrink it.",
        "g/b is left out: is odd",
    ]


def test_images_are_counted_once_however_many_reasons_they_have() -> None:
    left = [LeftOut("g/a", "is large", ""), LeftOut("g/a", "is odd", ""), LeftOut("g/b", "is odd", "")]
    assert count_of(left, 55) == "2 of 57 images are left out, for the reasons above."
    assert count_of(left[:2], 0) == "1 of 1 image is left out, for the reasons above."
    assert count_of([], 55) == ""


def test_an_entry_that_check_would_refuse_is_told_with_its_key() -> None:
    fault = Fault("migrations[7].version", "1", "is taken", "Take another.")
    assert refused_by_check(PROPOSALS, {1: [fault]}) == [LeftOut("images/golden", "version: is taken", "Take another.")]


def test_images_of_one_name_are_told_with_their_groups() -> None:
    told = [line.partition("  regions")[0] for line in proposal_lines(PROPOSALS, with_plan=False)]
    assert told == [
        "web → web 1.0.0",
        "images/golden → golden 1.0.0",
        "other/Golden → Golden-gen1 1.0.0",
        "web-v2 → web 1.0.1, the definition of web",
    ]
