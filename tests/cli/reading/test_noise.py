"""Commands that list tell what needs an action, and the rest as a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.cli.commands import prune, references
from managed_image_to_gallery.cli.references import Change, change_of
from managed_image_to_gallery.cli.retention import Decision
from tests.azure.bodies import version_body
from tests.cli.migrations import entry, migrations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALL = migrations(*(entry(f"i{number:02}") for number in range(55)))


def changes(*used: int) -> Mapping[str, Sequence[Change]]:
    machine = ImageReference("/subscriptions/s/resourceGroups/g/vm", "virtual machine", "eastus")
    return {
        one.name: [change_of(machine, one.source_id, one.version_id, None)] if number in used else []
        for number, one in enumerate(ALL)
    }


def test_images_without_a_user_are_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    references.show(changes(7, 9), verbose=False)
    told = capsys.readouterr()
    assert told.err == "55 images: 2 in use (2 references), 53 free.\n"
    assert [line for line in told.out.splitlines() if not line.startswith(" ")] == [
        "i07-1.0.0: 1 reference to its source image",
        "i09-1.0.0: 1 reference to its source image",
    ]


def test_all_are_named_to_who_asks_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    references.show(changes(), verbose=True)
    assert len(capsys.readouterr().out.splitlines()) == 55


@pytest.mark.parametrize(("verbose", "lines"), [(False, 2), (True, 55)])
def test_versions_that_are_kept_are_a_number(capsys: pytest.CaptureFixture[str], *, verbose: bool, lines: int) -> None:
    version = wire.image_version(version_body())
    found = [Decision(version, () if number < 2 else ("it is the latest",)) for number in range(55)]
    prune.show(found, {}, as_json=False, verbose=verbose)
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == lines
    assert told.err.splitlines() == [prune.ONLY_NOW, "55 versions: 2 out of use, 53 kept; --verbose says why."]
