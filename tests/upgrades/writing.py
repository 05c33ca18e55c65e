"""Makes a fixture: `python -m tests.upgrades.writing NAME [CHECKOUT TEXT]`.

Without a checkout it is of this program; `make fixture` writes `next`, the one of the coming release. With the folder
of another commit (`git worktree add`) its program makes it, and the text says which that is.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from harness.engine_project import clean_environment
from harness.local_azure import running_local_azure
from harness.product import ROOT
from tests.upgrades.form import config_keys, form_of
from tests.upgrades.kept import FOLDER, azure_in, scrubbed
from tests.upgrades.scenario import Kept, played


def write(name: str, checkout: Path = ROOT, text: str = "this release") -> None:
    """Make a fixture in `fixtures/NAME`, in the place of one that is there."""
    early = checkout != ROOT
    with TemporaryDirectory() as folder:
        here, data = Path(folder), Path(folder) / "data"
        (here / "project").mkdir()
        with running_local_azure(here, provider=True, data=data) as azure:
            env = clean_environment() | azure.env
            if early:
                env["PYTHONPATH"] = f"{checkout}:{checkout / 'components'}"
            program = (checkout / "__main__.py").read_text(encoding="utf-8")
            product = Kept(here / "project", program, env=env, virtualenv=sys.prefix)
            config = played(product, azure, early=early)
            exported = json.loads(product.pulumi("stack", "export", "--show-secrets", check=True).stdout)
            azure.settle()
        kept = FOLDER / name
        kept.mkdir(parents=True, exist_ok=True)
        about: dict[str, object] = {
            "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "program": text,
            "firstUpdate": [],
        }
        (kept / "about.yaml").write_text(yaml.safe_dump(about, sort_keys=False), encoding="utf-8")
        (kept / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        (kept / "state.json").write_text(scrubbed(exported), encoding="utf-8")
        (kept / "azure.json").write_text(azure_in(data), encoding="utf-8")
        keys = () if early else config_keys()  # the schema is today's
        (kept / "form.yaml").write_text(form_of(exported["deployment"]["resources"], keys), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        write(sys.argv[1], Path(sys.argv[2]).resolve(), sys.argv[3])
    else:
        write(sys.argv[1])
