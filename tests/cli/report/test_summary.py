"""What the report answers first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.report.costs import Cost
from managed_image_to_gallery.cli.report.facts import ReportedMigration
from managed_image_to_gallery.cli.report.summary import (
    BLOCKED,
    DELETE,
    DONE,
    PUBLISH,
    RETIRE,
    VALIDATE,
    WAIT,
    blocked,
    left,
    place_of,
    totals,
)
from managed_image_to_gallery.gate.adopted import adopted_now
from managed_image_to_gallery.gate.verdicts import Outcome, Verdict
from tests.azure.bodies import version_body
from tests.cli.migrations import SUBSCRIPTION, entry, image, migrations

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageVersion

PASSED = Verdict("no-locks", Outcome.PASSED, "none", "none")
REFUSED = Verdict("no-references", Outcome.FAILED, "none", "machine web", "Point it at the version.")
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/apps/providers/Microsoft.Compute"


def version() -> ImageVersion:
    return wire.image_version(version_body())


def facts(
    name: str = "web", stage: str = "published", *verdicts: Verdict, state: str = "Completed"
) -> ReportedMigration:
    (one,) = migrations(entry(name, stage))
    sample = Sample(0, one.name, "westus2", state, 0)
    return ReportedMigration(one, image(name), [version()], [sample], verdicts or (PASSED,), (), None)


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (facts(), VALIDATE),
        (facts("web", "validated"), RETIRE),
        (facts("web", "published", REFUSED), BLOCKED),
        (facts("web", "validated", REFUSED), BLOCKED),
        (facts("web", "published", REFUSED, state="Failed"), BLOCKED),
        (facts("web", "published", REFUSED, state="Replicating"), WAIT),
        (replace(facts("web", "published", REFUSED, state="Absent"), versions=(None,)), PUBLISH),
        (facts("web", "retired"), DELETE),
        (replace(facts("web", "retired"), image=None), DONE),
    ],
)
def test_each_migration_is_in_one_place(one: ReportedMigration, place: str) -> None:
    assert place_of(one) == place
    assert [(each.where, each.count) for each in left([one])] == [(place, 1)]


def test_what_is_blocked_is_grouped_by_its_cause_the_largest_first() -> None:
    lock = Verdict(
        "no-locks", Outcome.FAILED, "no lock", f"lock {GROUP}/images/a/providers/Microsoft.X/locks/keep", "Go."
    )
    found = blocked(
        [
            facts("locked", "published", lock),
            facts("b", "published", replace(REFUSED, found=f"machine {GROUP}/virtualMachines/one")),
            facts("A", "published", REFUSED),
            facts("fine"),
        ]
    )
    assert [(one.cause, one.remedy, one.found) for one in found] == [
        ("no-references", "Point it at the version.", [("A-1.0.0", "machine web"), ("b-1.0.0", "machine apps/one")]),
        ("no-locks", "Go.", [("locked-1.0.0", "lock apps/a/keep")]),
    ]


def test_a_remedy_with_each_ones_own_version_is_one_cause() -> None:
    used = [facts(name) for name in ("web", "db")]
    refusals = [replace(REFUSED, remedy=f"Point these at {one.migration.version_id}.") for one in used]
    (cause,) = blocked([replace(one, verdicts=(refused,)) for one, refused in zip(used, refusals, strict=True)])
    assert cause.remedy == "Point these at the image version (`gallery-migrate references` has its id)."
    assert [name for name, _ in cause.found] == ["db-1.0.0", "web-1.0.0"]


def test_what_is_stored_and_paid_now_and_afterwards() -> None:
    here, planned = facts("here"), replace(facts("planned"), versions=(None,))
    adopted = adopted_now(image("gone"), "x")
    gone = replace(facts("gone", "retired"), image=None, adopted=adopted)
    costs = {one.migration.name: Cost(replicas=10.0, source=2.0) for one in (here, planned, gone)}
    images, replicas, together = totals([here, planned, gone], costs, priced=True)
    assert (images.now, images.after, images.cost_now, images.cost_after) == ((2, 60), (0, 0), 4.0, 0.0)
    assert (replicas.now, replicas.after) == ((4, 120), (6, 180))
    assert (replicas.cost_now, replicas.cost_after) == (20.0, 30.0)
    assert (together.now, together.cost_now, together.cost_after) == ((6, 180), 24.0, 30.0)
    assert totals([here], {}, priced=False)[2].cost_now is None


def test_a_retired_image_has_the_size_that_it_was_adopted_with() -> None:
    gone = replace(facts("gone", "retired"), image=None)
    adopted = adopted_now(image("gone", size_gb=127), "x")
    assert replace(gone, adopted=adopted).size_gb == 127
    assert replace(gone, versions=(None,)).size_gb is None
    told = replace(version(), os_disk_size_gb=64, data_disks=())
    assert replace(gone, versions=(told,), adopted=replace(adopted, content={}, whole_body="d")).size_gb == 64
