"""The stack of a project folder: its config as the program sees it, its previews, its updates, its state."""

from __future__ import annotations

import json
import os
from pathlib import Path
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, PROJECT, READOPTS, AzureSettings
from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.engine.downloads import keep_downloads
from managed_image_to_gallery.cli.engine.engine_errors import (
    INSTALL,
    EngineFailed,
    StackLocked,
    engine_failed,
    none_selected,
    reason_of,
)
from managed_image_to_gallery.cli.engine.preview import NO_POLICIES, preview_of
from managed_image_to_gallery.cli.engine.project_files import project_folder, stack_file
from managed_image_to_gallery.cli.engine.stored_state import exported, readable, replace_exported
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from pulumi import automation

    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.cli.engine.preview import PolicyPacks, Preview
    from managed_image_to_gallery.cli.preview_digest import Json
    from managed_image_to_gallery.config.faults import Fault
    from managed_image_to_gallery.config.parse import Plan


STEPS_AT_ONCE = 100
"""How many resources the engine works on at once. A step's time is Azure's, so the engine's own 4 per core make a fleet
wait for nothing; `PULUMI_PARALLEL` overrides this, as it does with `pulumi up`."""


class MigrationStack:
    """One stack in a project folder. Every method that runs the engine blocks until it is done."""

    def __init__(self, folder: Path, stack: automation.Stack) -> None:
        self.folder = folder
        self._stack = stack
        self._config: dict[str, str] | None = None

    def readopting(self) -> MigrationStack:
        """The same stack, whose program does not refuse to create what exists: the command looks for just that."""
        workspace = self._stack.workspace
        workspace.env_vars = {**workspace.env_vars, READOPTS: "1"}
        return self

    @classmethod
    def open(cls, folder: Path, name: str | None = None) -> MigrationStack:
        """The stack of that name, else the selected one, of the project that the folder lies in.

        Raises EngineFailed, or CommandFailed without a stack.
        """
        from pulumi.automation import LocalWorkspace, Stack
        from pulumi.automation.errors import CommandError, InvalidVersionError, StackNotFoundError

        from managed_image_to_gallery.cli.engine.process import Engine

        folder = project_folder(folder)
        keep_downloads()
        try:
            workspace = LocalWorkspace(work_dir=str(folder), pulumi_command=Engine())
            return cls(folder, Stack.select(name or _selected(workspace), workspace))
        except FileNotFoundError:
            raise EngineFailed("There is no `pulumi` on PATH.", INSTALL) from None
        except (PermissionError, CalledProcessError) as error:
            raise EngineFailed(f"The `pulumi` on PATH does not work: {error}", INSTALL) from None
        except StackNotFoundError:
            remedy = f"Make it with `pulumi stack init {name}`, or see `pulumi stack ls`."
            raise CommandFailed(f"There is no stack {name}.", remedy) from None
        except (CommandError, InvalidVersionError) as error:
            raise engine_failed(error) from None

    @property
    def name(self) -> str:
        """The stack's short name."""
        return self._stack.name.rsplit("/", 1)[-1]

    @property
    def project(self) -> str:
        """The name of the project."""
        return self._stack.workspace.project_settings().name

    @property
    def file(self) -> Path:
        """The stack's config file."""
        return stack_file(self.folder, self.name)

    def config(self) -> dict[str, str]:
        """The config as the program gets it, secrets decrypted: `namespace:key` → text or JSON text.

        Raises EngineFailed where the engine cannot read the file or decrypt what is in it.
        """
        from pulumi.automation.errors import CommandError

        if self._config is None:
            try:
                self._config = {key: entry.value for key, entry in self._stack.get_all_config().items()}
            except CommandError as error:
                raise engine_failed(error, self.file.name) from None
        return self._config

    def settings(self) -> AzureSettings:
        """How the program reaches Azure; the same for reads of the command line."""
        prefix = f"{CONFIG_NAMESPACE}:"
        own = {key: value for key, value in self.config().items() if key.startswith(prefix)}
        return AzureSettings.read(own, os.environ)

    def subscription_id(self) -> str:
        """The stack's subscription. Raises CommandFailed when it is set nowhere."""
        found = self.settings().subscription_id
        if not found:
            remedy = "Run `pulumi config set azure-native:subscriptionId …` or set ARM_SUBSCRIPTION_ID."
            raise CommandFailed("The subscription is set nowhere.", remedy)
        return found

    def project_config(self) -> dict[str, object]:
        """The config's keys of the project, without its prefix, as the program reads them."""
        prefix = f"{PROJECT}:"
        return {key[len(prefix) :]: _decoded(text) for key, text in self.config().items() if key.startswith(prefix)}

    def plan(self) -> Plan:
        """The stack's migrations. Raises ConfigFaults."""
        from managed_image_to_gallery.config.faults import ConfigFaults
        from managed_image_to_gallery.config.parse import parse_stack_config
        from managed_image_to_gallery.config.read import no_config

        self.require_project_of_keys(self.config())
        config = self.project_config()
        if not config:
            raise ConfigFaults([no_config(self.file.name, PROJECT, self.config())])
        try:
            return parse_stack_config(config, self.subscription_id())
        except ConfigFaults as error:
            raise ConfigFaults(self.located(error.faults)) from None

    def located(self, faults: Sequence[Fault]) -> list[Fault]:
        """The faults with their lines in the stack's file; without, where it cannot be read as the engine reads it."""
        from managed_image_to_gallery.cli.config_file.places import located
        from managed_image_to_gallery.cli.config_file.stack_file import StackFile

        try:
            return located(faults, StackFile(self.file).text)
        except CommandFailed:
            return list(faults)

    def require_project_of_keys(self, keys: Iterable[str]) -> None:
        """Raise ConfigFaults where keys are this product's and the project has another name: no program gets them."""
        from managed_image_to_gallery.config.faults import ConfigFaults
        from managed_image_to_gallery.config.read import misnamed_project

        fault = misnamed_project(self.project, keys)
        if fault is not None:
            raise ConfigFaults([fault])

    def preview(
        self, policies: PolicyPacks = NO_POLICIES, *, config_file: Path | None = None, exclude: Sequence[str] = ()
    ) -> Preview:
        """What an update would do, what the plan check and the policy packs say of it. Changes nothing.

        `config_file` is read instead of the stack's own file; `exclude`: as in `update`.
        """
        with self._text_kept():
            return preview_of(self._stack, self.settings(), policies, config_file, exclude)

    def update(
        self,
        report: EventReport,
        *,
        continue_on_error: bool = True,
        config_file: Path | None = None,
        exclude: Sequence[str] = (),
        begun: Callable[[], None] = lambda: None,
    ) -> bool:
        """Apply the config; whether all of it succeeded. What happened is in the report.

        config_file: read instead of the stack's own file. exclude: URNs that are left as they are. begun: called once,
        in a thread of the engine's events, when the program has judged its config and the first resource is reached;
        never when the engine did not get that far. Raises StackLocked.
        """
        from pulumi.automation.errors import CommandError, ConcurrentUpdateError

        report.when_begun = begun
        try:
            with self._text_kept(), UNDERWAY.waiting_for("Pulumi makes the update", report.so_far):
                self._stack.up(
                    continue_on_error=continue_on_error,
                    config_file=str(config_file) if config_file else None,
                    exclude=list(exclude) or None,
                    parallel=_steps_at_once(os.environ),
                    on_event=report.take,
                    color="never",
                    suppress_outputs=True,
                )
        except ConcurrentUpdateError as error:
            raise StackLocked(error) from None
        except CommandError as error:
            if not report.errors:
                report.errors.append((None, reason_of(error)))
            return False
        return True

    def refresh(self, *, clear_pending: bool) -> None:
        """Read every resource of the state from Azure again. Raises StackLocked or EngineFailed.

        clear_pending: forget creations that were begun and never finished, for they are looked for in Azure anyway.
        """
        from pulumi.automation.errors import CommandError, ConcurrentUpdateError

        try:
            with self._text_kept():
                self._stack.refresh(clear_pending_creates=clear_pending, color="never")
        except ConcurrentUpdateError as error:
            raise StackLocked(error) from None
        except CommandError as error:
            raise EngineFailed(reason_of(error), "Run `pulumi refresh` and look at what it says.") from None

    def adopt(self, resources: list[dict[str, object]], name_table: dict[str, str]) -> None:
        """Take resources from Azure into the state, protected (`pulumi import --file`). Raises EngineFailed."""
        from pulumi.automation.errors import CommandError

        listed = cast("Any", resources)  # the Automation API does not export the type of an entry
        try:
            with self._text_kept():
                self._stack.import_resources(resources=listed, name_table=name_table, protect=True, generate_code=False)
        except CommandError as error:
            remedy = "Do the same by hand: `gallery-migrate readopt`, then `pulumi import`."
            raise EngineFailed(reason_of(error), remedy) from None

    def _text_kept(self) -> AbstractContextManager[None]:
        from managed_image_to_gallery.cli.config_file.engine_keys import text_kept

        return text_kept(self.file)

    def unlock(self) -> None:
        """Remove the lock of an update whose process is gone."""
        self._stack.cancel()

    def state(self) -> Json:
        """The stack's state, as `pulumi stack export` gives it. Raises CommandFailed for a later release's."""
        return readable(cast("Json", self._stack.export_stack().deployment or {}))

    def stored_state(self) -> Json:
        """The same with secrets as they are stored, for half the time. Raises EngineFailed and CommandFailed."""
        from pulumi.automation.errors import CommandError

        try:
            return exported(self._stack.workspace, self.folder, self._stack.name)
        except CommandError as error:
            raise EngineFailed(reason_of(error), "Look at `pulumi stack export`.") from None

    def replace_state(self, seen: Json, wanted: Json) -> None:
        """Give the stack another state, if it still has the one that was seen (`stored_state`).

        Changes nothing in Azure. Raises CommandFailed when it has another one, EngineFailed.
        """
        from pulumi.automation.errors import CommandError

        try:
            replace_exported(self._stack.workspace, self.folder, self._stack.name, seen, wanted)
        except CommandError as error:
            raise EngineFailed(reason_of(error), "Nothing was changed. Look at `pulumi stack export`.") from None

    def outputs(self) -> Json:
        """The stack's outputs."""
        return {name: cast("object", output.value) for name, output in self._stack.outputs().items()}


def _selected(workspace: automation.Workspace) -> str:
    """The name of the stack that `pulumi stack select` or `pulumi stack init` chose last. Raises CommandFailed."""
    stacks = workspace.list_stacks()
    selected = next((stack.name for stack in stacks if stack.current), None)
    if selected is None:
        backend = workspace.who_am_i().url or "the backend"
        raise none_selected(workspace.work_dir, backend, [stack.name for stack in stacks])
    return selected


def _steps_at_once(environment: Mapping[str, str]) -> int | None:
    """None leaves it to the engine, which reads the variable itself."""
    return None if environment.get("PULUMI_PARALLEL") else STEPS_AT_ONCE


def _decoded(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError:
        return text
