"""The checks of the gate, in the order in which they are read: the version, its machines, its source, its users.

A new `check` is a function from `GateFacts` (`facts`: what is asked and what was read) to a `Judgement`, and a line in
`CHECKS`. Ids are stable: evidence and people's notes name them.

They are in `version`, `same_as_image`, `news` (what Azure says against the version), `boot`, `source`, `unchanged`,
`required`, `lately` (what the activity log tells) and `moment`.
"""

from __future__ import annotations

from managed_image_to_gallery.gate.checks.boot import boot_test
from managed_image_to_gallery.gate.checks.check import Check
from managed_image_to_gallery.gate.checks.lately import not_used_lately
from managed_image_to_gallery.gate.checks.moment import read_at_one_moment
from managed_image_to_gallery.gate.checks.news import no_failed_validation, no_policy_violation, not_past_end_of_life
from managed_image_to_gallery.gate.checks.required import required_versions
from managed_image_to_gallery.gate.checks.same_as_image import definition_matches_image, disks_match_image
from managed_image_to_gallery.gate.checks.source import no_locks, no_other_consumers, no_references, source_exists
from managed_image_to_gallery.gate.checks.unchanged import image_unchanged
from managed_image_to_gallery.gate.checks.version import (
    replicas_as_configured,
    replication_complete,
    replication_mode,
    version_newer_than_image,
    version_source,
    version_succeeded,
)

BOOT_TEST_CHECK = "boot-test"
"""The one check that stored evidence can answer when Azure no longer can: the machines are gone."""

CHECKS: tuple[Check, ...] = (
    Check("version-succeeded", version_succeeded),
    Check("version-source", version_source),
    Check("version-newer-than-image", version_newer_than_image),
    Check("replication-mode", replication_mode),
    Check("replication-complete", replication_complete),
    Check("replicas-as-configured", replicas_as_configured),
    Check("disks-match-image", disks_match_image),
    Check("definition-matches-image", definition_matches_image),
    Check("no-policy-violation", no_policy_violation),
    Check("no-failed-validation", no_failed_validation),
    Check("not-past-end-of-life", not_past_end_of_life),
    Check(BOOT_TEST_CHECK, boot_test),
    Check("source-exists", source_exists),
    Check("image-unchanged", image_unchanged),
    Check("required-versions", required_versions),
    Check("no-references", no_references),
    Check("no-other-consumers", no_other_consumers),
    Check("not-used-lately", not_used_lately),
    Check("no-locks", no_locks),
    Check("read-at-one-moment", read_at_one_moment),
)

__all__ = ["BOOT_TEST_CHECK", "CHECKS", "Check"]
