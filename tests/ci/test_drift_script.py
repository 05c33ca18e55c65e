"""`ci/drift.sh` where much differs: GitHub takes no report that is longer than 65,536 characters."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from harness.product import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Seen: `pulumi refresh --preview-only --diff --expect-no-changes`, engine 3.259.0.
DIFFERENCE = """\
    ~ azure-native:compute:GalleryImageVersion: (update) 🔒
        [id=/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/d/versions/1.0.NUMBER]
        [urn=urn:pulumi:dev::p::managed-image-to-gallery:index:ManagedImageToGallery$azure-native:compute:GalleryImageVersion::d-1.0.NUMBER-version]
      + tags: {
          + by: "hand"
        }
"""


def drift(folder: Path, differences: int) -> str:
    """The report when the refresh finds that many differences."""
    (folder / "seen").write_text("".join(DIFFERENCE.replace("NUMBER", str(number)) for number in range(differences)))
    engine = folder / "pulumi"
    engine.write_text("#!/usr/bin/env bash\nif [[ $1 == refresh ]]; then cat seen; exit 7; fi\n")
    engine.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    script = [str(ROOT / "ci" / "drift.sh"), "dev", "drift.md"]
    done = subprocess.run(script, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return (folder / "drift.md").read_text()


def test_each_difference_is_named_above_the_details(tmp_path: Path) -> None:
    summary, _, details = drift(tmp_path, 2).partition("<details>")
    named = [line for line in summary.splitlines() if line.startswith("- ")]
    assert named == [f"- update `azure-native:compute:GalleryImageVersion` **d-1.0.{n}-version**" for n in range(2)]
    assert details.count('+ by: "hand"') == 2


def test_a_report_never_grows_beyond_what_github_takes(tmp_path: Path) -> None:
    report = drift(tmp_path, 2000)
    assert "- and 1900 more\n" in report
    assert len(report) < 65_536
