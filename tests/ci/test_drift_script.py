"""`ci/drift.sh` with what the engine printed as JSON (recorded: engine 3.259.0, one image in local Azure)."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.product import ROOT

RECORDED = Path(__file__).parent / "engine_json"
VERSION = "azure-native:compute:GalleryImageVersion"
NAME = "myImageDefinition-1.0.0-version"


def drift(folder: Path, refresh: str, preview: str, statuses: tuple[int, int]) -> tuple[int, str, str]:
    """Status, what is printed and the report, when the engine prints these texts and ends with these statuses."""
    for command, text, status in zip(("refresh", "preview"), (refresh, preview), statuses, strict=True):
        (folder / f"{command}.json").write_text(text)
        (folder / f"{command}.sh").write_text(f"cat {shlex.quote(str(folder))}/{command}.json; exit {status}\n")
    engine = folder / "pulumi"
    engine.write_text(
        f'#!/usr/bin/env bash\n[[ " $* " == *" --json "* ]] || exit 99\n'
        f'echo "said by $1" >&2\nsource {shlex.quote(str(folder))}/"$1".sh\n'
    )
    engine.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    script = [str(ROOT / "ci" / "drift.sh"), "dev", "drift.md"]
    done = subprocess.run(script, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "said by refresh" in done.stderr
    return done.returncode, done.stdout, (folder / "drift.md").read_text(encoding="utf-8")


def recorded(name: str) -> str:
    return (RECORDED / f"{name}.json").read_text(encoding="utf-8")


def test_no_difference(tmp_path: Path) -> None:
    status, printed, report = drift(tmp_path, recorded("refresh-same"), recorded("preview-same"), (0, 0))
    assert (status, printed) == (0, report)
    assert report == "<!-- gallery-migrate drift of dev -->\n\n### Stack `dev`: ✅ as Azure says\n"


@pytest.mark.parametrize(
    ("refresh", "preview", "statuses", "named", "detail"),
    [
        ("refresh-update", "preview-same", (7, 0), ["update"], '    tags: nothing → {"by": "hand"}'),
        ("refresh-delete", "preview-same", (7, 0), ["delete"], f"delete {VERSION} {NAME}"),
        (
            "refresh-same",
            "preview-update",
            (0, 7),
            ["update"],
            "    publishingProfile.targetRegions[0].regionalReplicaCount: 1 → 2",
        ),
        ("refresh-same", "preview-create", (0, 7), ["create"], f"create {VERSION} {NAME}"),
    ],
)
def test_each_difference_is_named_above_the_details(
    tmp_path: Path, refresh: str, preview: str, statuses: tuple[int, int], named: list[str], detail: str
) -> None:
    status, _, report = drift(tmp_path, recorded(refresh), recorded(preview), statuses)
    summary, _, details = report.partition("<details>")
    assert status == 1
    assert "### Stack `dev`: ⚠️ differs" in summary
    lines = [line for line in summary.splitlines() if VERSION in line]
    assert lines == [f"- {operation} `{VERSION}` **`{NAME}`**" for operation in named]
    assert detail in details.splitlines()


@pytest.mark.parametrize(
    ("refresh", "preview", "statuses", "why"),
    [
        ("refresh-failed", "preview-failed", (1, 1), "Azure could not be asked"),
        ("refresh-update", "preview-failed", (7, 1), "Azure could not be asked"),
        ("", "preview-same", (255, 0), "said by refresh"),
        ("[1]", "preview-same", (0, 0), "[1]"),
        ('{"steps": [{"op": "update"}]}', "preview-same", (7, 0), '{"op": "update"}'),
        ('{"steps": [', "preview-same", (7, 0), '{"steps": ['),
    ],
)
def test_what_could_not_be_found_out_is_no_drift(
    tmp_path: Path, refresh: str, preview: str, statuses: tuple[int, int], why: str
) -> None:
    first = recorded(refresh) if refresh.startswith("refresh") else refresh
    status, _, report = drift(tmp_path, first, recorded(preview), statuses)
    assert status == 2
    assert "❔ could not be compared with Azure" in report
    assert why in report


def many(count: int) -> str:
    """The recorded difference, found at many versions."""
    body: dict[str, Any] = json.loads(recorded("refresh-update"))
    (found,) = [one for one in body["steps"] if one["op"] == "update"]
    body["steps"] = [{**found, "urn": f"{found['urn']}-{number:04}"} for number in range(count)]
    return json.dumps(body)


def test_a_report_never_grows_beyond_what_github_takes_and_the_log_has_all(tmp_path: Path) -> None:
    _, printed, report = drift(tmp_path, many(2000), recorded("preview-same"), (7, 0))
    assert "- and 1900 more\n" in report
    assert len(report) < 65_536
    assert f"{NAME}-1999" not in report
    assert f"{NAME}-1999" in printed
    assert "the log of this run has all" in report
    assert report.count("```") == 2


def test_values_bring_no_markup_and_no_secret(tmp_path: Path) -> None:
    body: dict[str, Any] = json.loads(many(1))
    step = body["steps"][0]
    step["newState"]["inputs"]["tags"] = {"by": "```\n# heading\n<b>", "a.b": "seen"}
    step["detailedDiff"]['tags["a.b"]'] = {"kind": "add", "inputDiff": True}
    step["detailedDiff"]["location"] = {"kind": "update", "inputDiff": True}
    step["oldState"]["inputs"]["location"] = [{"4dabf18193072939515e22adb298388d": "x", "ciphertext": "v1:abc"}]
    _, _, report = drift(tmp_path, json.dumps(body), recorded("preview-same"), (7, 0))
    assert "````text\n" in report
    assert "# heading" not in report.splitlines()
    assert 'tags["a.b"]: nothing → "seen"' in report
    assert "[secret]" in report
    assert "v1:abc" not in report
