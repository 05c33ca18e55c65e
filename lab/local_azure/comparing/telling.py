"""What a comparison came to, as lines: the differences, and what was compared."""

from __future__ import annotations

from local_azure.comparing.differences import differences
from local_azure.comparing.exchanges import Recording
from local_azure.comparing.replaying import replay


def side_by_side(azure: Recording, local: Recording) -> tuple[list[str], list[str]]:
    """Two recordings of one run. What the provider asked counts where both have it."""
    if not (azure.has_provider and local.has_provider):
        azure, local = azure.without_provider(), local.without_provider()
    there, here = azure.exchanges, local.exchanges
    lines = [*differences(there, here), *_probes(azure, local)]
    return lines, [f"{len(there)} exchanges on Azure, {len(here)} here: {len(lines)} differences."]


def replayed(recording: Recording) -> tuple[list[str], list[str]]:
    """One recording, sent again."""
    outcome = replay(recording.exchanges)
    whole = len(recording.exchanges)
    summary = [f"{outcome.sent} of {whole} exchanges were sent again: {len(outcome.lines)} differences."]
    summary += [f"  {count} not: {why}" for why, count in outcome.left_out.most_common()]
    return outcome.lines, summary


def _probes(azure: Recording, local: Recording) -> list[str]:
    there = {each.probe: each.answer for each in azure.probes}
    here = {each.probe: each.answer for each in local.probes}
    both = sorted(there.keys() & here.keys())
    return [f"probe {one}: on Azure {there[one]}; here {here[one]}" for one in both if there[one] != here[one]]
