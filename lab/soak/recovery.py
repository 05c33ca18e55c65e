"""The documented recovery (docs/runbook.md, "An update was interrupted"), command by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.product import Product
    from soak.stack import SoakStack

ALREADY_THERE = "already existing resource"


class NotRecovered(AssertionError):
    """A command of the runbook failed; the text is what the user would have seen."""


def recover(stack: SoakStack, *, refresh: bool) -> list[str]:
    """Cancel, bring the state up to date, update, at need adopt what the state lacks; the commands that were run.

    `cancel` only where a lock was left: nothing else would come of it. `refresh`: whether the command was interrupted,
    or Azure changed behind the state's back; the other sections of the runbook only put the config right and update.
    """
    if not stack.exists():
        run(stack, "stack", "init", stack.stack)
        readopt(stack)
        run(stack, "up", "--yes", "--skip-preview")
        return ["stack init", "import", "up"]
    done = ["cancel"] if stack.is_locked() else []
    if done:
        run(stack, "cancel", "--yes")
    if refresh or done or stack.checkpoint().get("pending_operations"):
        run(stack, "refresh", "--yes", "--skip-preview", "--clear-pending-creates")
        done.append("refresh")
    update = stack.up(check=False)
    if update.returncode == 0:
        return [*done, "up"]
    if ALREADY_THERE not in update.stdout:
        raise NotRecovered(update.stdout + update.stderr)
    readopt(stack)
    run(stack, "up", "--yes", "--skip-preview")
    return [*done, "up", "import", "up"]


def forget(stack: SoakStack, migration: str) -> None:
    """What the runbook says of a migration that is given up, for one that the state has."""
    if stack.is_locked():
        run(stack, "cancel", "--yes")
    urns = [str(resource["urn"]) for resource in stack.checkpoint().get("resources", [])]
    for urn in urns:
        if urn.endswith(f":ManagedImageToGallery::{migration}"):
            run(stack, "state", "delete", urn, "--yes", "--force", "--target-dependents")


def readopt(product: Product) -> None:
    """Import what exists in Azure and would be created."""
    (product.path / "readopt.json").write_text(readopt_file(product))
    run(product, "import", "--file", "readopt.json", "--protect", "--generate-code=false", "--yes", "--skip-preview")


def run(product: Product, *arguments: str) -> str:
    """A command that must succeed; what it printed. Raises NotRecovered."""
    done = product.pulumi(*arguments)
    if done.returncode:
        raise NotRecovered(f"pulumi {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def readopt_file(product: Product) -> str:
    """The file for `pulumi import` of what exists in Azure and would be created."""
    done = product.gallery_migrate("readopt")
    if done.returncode:
        raise NotRecovered(f"readopt: {done.returncode}\n{done.stderr}")
    return done.stdout
