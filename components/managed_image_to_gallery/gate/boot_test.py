"""The boot test: machines made from exactly the version, and the record of what they proved.

The machines are gone once their migration is validated, so what they proved is kept in the evidence. It counts only for
the same build of the version: a version that was deleted and made again under the same number has another
`publishedDate`, which an update of the version does not change
(lab/tests/recorded/facts/cli_2024-03-03_version_update_add_region.jsonl).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import InvalidEvidence, MalformedAnswer
from managed_image_to_gallery.azure.resource_ids import ResourceId, same_id

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageVersion, RunCommandResult, VirtualMachine

RUN_COMMAND_NAME = "boot-test"
"""The name of the run command on every test machine that holds the probe."""


@dataclass(frozen=True)
class TestMachine:
    """One machine of a boot test: its id, the canonical region it runs in, the availability zone or ""."""

    __test__ = False  # the name is Azure's word for it, not pytest's

    id: ResourceId
    region: str
    zone: str = ""

    @property
    def place(self) -> str:
        """Where it runs, for people and for records: `eastus2`, `eastus2 zone 1`."""
        return f"{self.region} zone {self.zone}" if self.zone else self.region

    @property
    def run_command_id(self) -> ResourceId:
        """The run command that holds the probe."""
        types, names = (*self.id.types, "runCommands"), (*self.id.names, RUN_COMMAND_NAME)
        return ResourceId(self.id.subscription_id, self.id.resource_group, self.id.provider, types, names)


@dataclass(frozen=True)
class BootTest:
    """What is asked for: the machines, what the probe must print, and a digest over the probe and that."""

    machines: tuple[TestMachine, ...]
    expected_output: str
    probe_digest: str


@dataclass(frozen=True)
class Boot:
    """What Azure says of one test machine; None where it says that there is no such thing."""

    machine: VirtualMachine | None
    probe: RunCommandResult | None


@dataclass(frozen=True)
class BootTestRecord:
    """What a passed boot test proved: for which build of the version, with which probe, where."""

    version_id: str
    published_date: str
    probe_digest: str
    places: frozenset[str]

    def shortcomings(self, test: BootTest, version_id: str | ResourceId, published_date: str | None) -> list[str]:
        """What of a boot test of a version this record does not prove, one text each; [] when it proves all of it."""
        found: list[str] = []
        if not same_id(self.version_id, version_id) or self.published_date != published_date:
            found.append(
                f"it was taken of {self.version_id} published {self.published_date}, "
                f"now {version_id} is published {published_date}"
            )
        if self.probe_digest != test.probe_digest:
            found.append("it was taken with another probe")
        missing = [machine.place for machine in test.machines if machine.place not in self.places]
        if missing:
            found.append(f"it was not taken in {', '.join(missing)}")
        return found


def record_of(test: BootTest, version: ImageVersion) -> JsonObject:
    """The record of a boot test that passed, JSON-safe."""
    return {
        "versionId": str(version.id),
        "publishedDate": version.published_date or "",
        "probeDigest": test.probe_digest,
        "machines": {machine.place: str(machine.id) for machine in test.machines},
    }


def record_from_dict(value: JsonObject) -> BootTestRecord:
    """Read a stored record. Raises InvalidEvidence."""
    body = Body("boot test record", value)
    try:
        return BootTestRecord(
            version_id=body.text("versionId"),
            published_date=body.text("publishedDate"),
            probe_digest=body.text("probeDigest"),
            places=frozenset(body.texts("machines")),
        )
    except MalformedAnswer as error:
        raise InvalidEvidence(error.message) from error
