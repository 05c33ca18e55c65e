"""Evidence without its boot test is never made.

The machines are there only until a migration is validated, so later runs judge by the evidence that they left behind.
Whether there is any, the program cannot know before it has registered the record; the engine can: it asks this hook
when it is about to make one, at preview too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

if TYPE_CHECKING:
    from managed_image_to_gallery.gate.verdicts import GateResult

BOOT_TEST_HOOK_NAME = "boot-test-before-evidence"
"""Stored in the state with every evidence that was kept without its machines."""


class BootTestNotPassed(Exception):
    """The gate was passed but for the boot test, and no evidence in the state proves that. Text: every verdict."""

    def __init__(self, result: GateResult) -> None:
        self.result = result
        super().__init__(f"{result.text()}\n  Next: set stage: published and run `pulumi up`, then validate again.")


class BootTestHook:
    """The hook of one run, and the gates that were passed but for the boot test."""

    def __init__(self) -> None:
        self._results: dict[str, GateResult] = {}
        on_preview_too = pulumi.ResourceHookOptions(on_dry_run=True)
        self.before_create = pulumi.ResourceHook(BOOT_TEST_HOOK_NAME, self.refuse, on_preview_too)

    def refusing(self, name: str, result: GateResult) -> pulumi.ResourceHook:
        """What evidence of this name is bound to when its gate was refused by the boot test."""
        self._results[name] = result
        return self.before_create

    async def refuse(self, args: pulumi.ResourceHookArgs) -> None:
        """Raise BootTestNotPassed."""
        raise BootTestNotPassed(self._results[args.name])
