"""All oracles of a history together: every DELETE of an image, a version, a definition or a gallery waits for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from soak.faults import IMAGE

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from soak.consent import Consent
    from soak.only_copies import OnlyCopies
    from soak.oracle import Oracle

RULES: tuple[dict[str, Any], ...] = (
    {"name": "oracle", "match": {"method": "DELETE", "type": IMAGE}, "delay": 0.8},
    {"name": "oracle of copies", "match": {"method": "DELETE", "type": "Microsoft.Compute/galleries*"}, "delay": 0.6},
)
Log = list[dict[str, Any]]


@dataclass
class Judge:
    """`strangers`: deletions of images that no migration of the history is about."""

    azure: LocalAzure
    oracles: list[Oracle]
    copies: OnlyCopies
    consent: Consent
    strangers: list[str] = field(default_factory=list[str])
    others: list[str] = field(default_factory=list[str])

    def hold_deletions(self) -> None:
        """From now on, with an empty log, each DELETE waits for a judgement."""
        self.azure.admin("DELETE", "faults/log")
        for rule in RULES:
            self.azure.add_fault(rule)
        for oracle in self.oracles:
            oracle.begin_command()
        self.copies.begin_command()

    def judge(self, log: Log, regions: list[str]) -> None:
        """Judge what has arrived."""
        known = {oracle.at.image.lower() for oracle in self.oracles}
        for oracle in self.oracles:
            image = oracle.at.image
            oracle.judge(len(arrivals(log, image)), regions, consented=self.consent.may_delete(image))
        self.copies.judge([entry["id"] for entry in log if entry["rule"] == RULES[1]["name"]])
        self.strangers = [entry["id"] for entry in arrivals(log) if entry["id"].lower() not in known] or self.strangers

    @property
    def losses(self) -> list[str]:
        """What was lost of images, in words."""
        strange = [f"the deletion of {image} was asked for, which no migration names" for image in self.strangers]
        return [*(loss for oracle in self.oracles for loss in oracle.losses), *strange, *self.others]


def arrivals(log: Log, image: str = "") -> Log:
    """The deletions of images in the log of what rules did: of one image, or of all."""
    return [entry for entry in log if entry["rule"] == RULES[0]["name"] and image.lower() in entry["id"].lower()]
