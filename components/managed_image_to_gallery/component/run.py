"""What there is once per run of a program: the hooks, the stack's own state, the settings to read Azure with."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pulumi.runtime.settings import get_monitor

from managed_image_to_gallery.azure.budgets import DELETIONS, VERSION_DELETIONS
from managed_image_to_gallery.azure.settings import READOPTS, AzureSettings
from managed_image_to_gallery.azure.turns import Turns
from managed_image_to_gallery.component.deletion.deletion_guard import DeletionGuard
from managed_image_to_gallery.component.deletion.leaving import Leaving
from managed_image_to_gallery.component.deletion.only_copy_guard import OnlyCopyGuard
from managed_image_to_gallery.component.library_internals import address_of
from managed_image_to_gallery.component.state.former_names import adopted_image
from managed_image_to_gallery.component.state.reading import read_own_state
from managed_image_to_gallery.component.state.record_hooks import RecordHooks
from managed_image_to_gallery.component.turns import share_of
from managed_image_to_gallery.config.faults import ConfigFaults, Fault
from managed_image_to_gallery.config.read import azure_native_config

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage

_runs: MutableMapping[object, Run] = WeakKeyDictionary()


class Run:
    """One run. Hook names are global in a run, so there is one of each; Azure is read with the provider's settings."""

    def __init__(self, settings: AzureSettings) -> None:
        self.settings = settings
        self.leaving = Leaving()
        self.deletion_guard = DeletionGuard(settings, self.leaving, turn=lambda: self.turns.turn(DELETIONS))
        self.only_copies = OnlyCopyGuard(settings, self.leaving, turn=lambda: self.turns.turn(VERSION_DELETIONS))
        self.records = RecordHooks(self.only_copies)
        self._own_state: OwnState | None = None

    @property
    def own_state(self) -> OwnState:
        """What the stack's state had of its migrations before this run: read once. Raises OwnStateUnreadable."""
        if self._own_state is None:
            self._own_state = read_own_state()
        return self._own_state

    @cached_property
    def turns(self) -> Turns:
        """When what the run makes may be asked of Azure. Raises ConfigFaults."""
        return Turns(share_of(os.environ))

    @property
    def readopts(self) -> bool:
        """Whether the command line looks for what exists and would be created, to take it into the state."""
        return bool(os.environ.get(READOPTS))

    def adopted_image(self, migration: Migration) -> AdoptedImage | None:
        """The record of the source image that the state has. Raises OwnStateUnreadable."""
        return adopted_image(self.own_state, migration)

    @property
    def subscription_id(self) -> str:
        """The subscription of the gallery, and of images that are named without an id. Raises ConfigFaults."""
        if not self.settings.subscription_id:
            remedy = "Run `pulumi config set azure-native:subscriptionId …` or set ARM_SUBSCRIPTION_ID."
            raise ConfigFaults([Fault("azure-native:subscriptionId", None, "is required", remedy)])
        return self.settings.subscription_id


def current_run() -> Run:
    """The run that is going on; the first call registers its hooks.

    A program calls this before anything else, whatever its config says: the engine looks the delete hooks up by name
    even for an image or a version that the program has forgotten (docs/reference/pulumi-engine.md#delete-hooks).

    A program in another language may have several components of the package. Each is constructed here with a monitor
    of its own, but with the address that all of them have; they share the run.
    """
    monitor = get_monitor()
    run = _runs.get(monitor) or _run_at(address_of(monitor))
    if run is None:
        run = Run(AzureSettings.read(azure_native_config(), os.environ))
    _runs[monitor] = run
    return run


def _run_at(address: object) -> Run | None:
    """The run that another monitor of the same address belongs to; the SDK keeps those that hooks came through."""
    if address is None:
        return None
    return next((run for monitor, run in _runs.items() if address_of(monitor) == address), None)
