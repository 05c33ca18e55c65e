"""What the stack's own user does to config and state by hand before a command: slips of the hand, and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from soak.places import Places

if TYPE_CHECKING:
    from soak.stack import SoakStack

RENAMED = "moved"
ALIAS = """
def _by_its_earlier_name(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    if args.name == "AFTER":
        args.opts.aliases = [pulumi.Alias(name="BEFORE")]
    return pulumi.ResourceTransformResult(args.props, args.opts)

pulumi.runtime.register_resource_transform(_by_its_earlier_name)
"""


def _unprotect(stack: SoakStack) -> None:
    stack.pulumi("state", "unprotect", "--all", "--yes")


def _lose(stack: SoakStack) -> None:
    stack.write_entries(stack.entries()[1:])


def _lose_all(stack: SoakStack) -> None:
    stack.write_entries([])


def _lose_unprotected(stack: SoakStack) -> None:
    _unprotect(stack)
    _lose(stack)


def _version_in_place(stack: SoakStack) -> None:
    first, *others = stack.entries()
    stack.write_entries([{**first, "version": "1.0.1"}, *others])


def _reverse(stack: SoakStack) -> None:
    stack.write_entries(stack.entries()[::-1])


def _forget_evidence(stack: SoakStack) -> None:
    name = f"{Places('').migration}-evidence"
    for resource in stack.checkpoint().get("resources", []):
        if str(resource["urn"]).endswith(f"::{name}"):
            stack.pulumi("state", "delete", str(resource["urn"]), "--force", "--yes")


def _rename(stack: SoakStack) -> None:
    """Another logical name, and the alias that it needs."""
    first, *others = stack.entries()
    alias = ALIAS.replace("BEFORE", Places("").migration).replace("AFTER", RENAMED)
    stack.write_program(stack.program.replace("import pulumi\n", f"import pulumi\n{alias}", 1))
    stack.write_entries([{**first, "name": RENAMED}, *others])
    stack.renamed = RENAMED


def _give_up(stack: SoakStack) -> None:
    """The one way to give an only copy up: its id in the config, with a reason."""
    _lose(stack)
    version = Places(stack.group, layout=stack.layout).version
    stack.write_config({"abandonedVersions": [{"id": version, "reason": "nobody starts it any more"}]})
    stack.abandoned.add(version.lower())


EDITS: dict[str, Callable[[SoakStack], None]] = {
    "all entries lost": _lose_all,
    "an entry lost": _lose,
    "an entry lost, everything unprotected": _lose_unprotected,
    "an entry's version edited in place": _version_in_place,
    "entries in another order": _reverse,
    "evidence deleted from the state": _forget_evidence,
    "everything unprotected": _unprotect,
    "renamed with an alias": _rename,
    "version given up on purpose": _give_up,
}
"""The names are those of docs/reliability.md."""
