"""The stack of a project folder: its config as the program sees it, its previews, its updates, its state."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, AzureSettings
from managed_image_to_gallery.cli.azure_spelling import respelled
from managed_image_to_gallery.cli.engine.engine_errors import (
    INSTALL,
    EngineFailed,
    StackLocked,
    engine_failed,
    reason_of,
)
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.engine.project_files import project_folder, stack_file
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.named_sources import PROJECT
from managed_image_to_gallery.cli.plan_check import PREVIEW_FAILED, Refusal, refusals
from managed_image_to_gallery.cli.preview_digest import Digest, Json, NotAPreview, read_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pulumi import automation

    from managed_image_to_gallery.cli.engine.policy_violations import PolicyViolation
    from managed_image_to_gallery.cli.engine.step_failures import StepFailure
    from managed_image_to_gallery.config.parse import Plan


STEPS_AT_ONCE = 100
"""How many resources the engine works on at once. A step's time is Azure's, so the engine's own 4 per core make a fleet
wait for nothing; `PULUMI_PARALLEL` overrides this, as it does with `pulumi up`."""


@dataclass(frozen=True)
class PolicyPacks:
    """Folders of policy packs, and a file of settings for each, or none at all."""

    folders: Sequence[Path] = ()
    configs: Sequence[Path] = ()


NO_POLICIES = PolicyPacks()


@dataclass(frozen=True)
class Preview:
    """A preview that succeeded or not: its steps, what the plan check refuses of them, what failed, and the JSON.

    `violations` are what policy packs have against it; `seen` is what there is to see of its steps, failed or not.
    """

    digest: Digest | None
    refused: Sequence[Refusal]
    failures: Sequence[StepFailure]
    text: str = ""
    violations: Sequence[PolicyViolation] = ()
    seen: Digest | None = None

    @property
    def may_be_applied(self) -> bool:
        """Whether the preview succeeded and the plan check has nothing against it."""
        return self.digest is not None and not self.refused and not self.failures


class MigrationStack:
    """One stack in a project folder. Every method that runs the engine blocks until it is done."""

    def __init__(self, folder: Path, stack: automation.Stack) -> None:
        self.folder = folder
        self._stack = stack
        self._config: dict[str, str] | None = None

    @classmethod
    def open(cls, folder: Path, name: str | None = None) -> MigrationStack:
        """The stack of that name, else the selected one, of the project that the folder lies in.

        Raises EngineFailed, or CommandFailed without a stack.
        """
        from pulumi.automation import LocalWorkspace, Stack
        from pulumi.automation.errors import CommandError, InvalidVersionError, StackNotFoundError

        from managed_image_to_gallery.cli.engine.process import Engine

        folder = project_folder(folder)
        try:
            workspace = LocalWorkspace(work_dir=str(folder), pulumi_command=Engine())
            if name is None:
                selected = workspace.stack()
                name = selected.name if selected else None
            if name is None:
                raise CommandFailed(
                    "No stack is selected here.", "Run `pulumi stack select`, or name one with --stack."
                )
            return cls(folder, Stack.select(name, workspace))
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

    def forget_config(self) -> None:
        """The stack's file was changed: read it again when it is needed."""
        self._config = None

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
        from managed_image_to_gallery.config.parse import parse_stack_config

        return parse_stack_config(self.project_config(), self.subscription_id())

    def preview(
        self, policies: PolicyPacks = NO_POLICIES, *, config_file: Path | None = None, exclude: Sequence[str] = ()
    ) -> Preview:
        """What an update would do, what the plan check and the policy packs say of it. Changes nothing.

        `config_file` is read instead of the stack's own file; `exclude`: as in `update`.
        """
        from pulumi.automation.errors import CommandError

        report = EventReport()
        printed: list[str] = []
        try:
            self._stack.preview(
                json=True,
                config_file=str(config_file) if config_file else None,
                exclude=list(exclude) or None,
                on_output=printed.append,
                on_event=report.take,
                policy_packs=[str(pack) for pack in policies.folders] or None,
                policy_pack_configs=[str(file) for file in policies.configs] or None,
            )
        except (CommandError, RuntimeError) as error:
            digest = self._digest(printed, report)
            failures = report.failures or ([] if report.refused_by_policy else [_told_by(digest, error)])
            # That it failed is told by the failures, with their remedies.
            refused = [one for one in refusals(digest) if one.rule != PREVIEW_FAILED] if digest else []
            return Preview(None, refused, failures, "\n".join(printed) if digest else "", report.violations, digest)
        digest = self._digest(printed, report)
        if digest is None:
            raise EngineFailed("The engine's preview cannot be read.", "Run `pulumi preview --json` and look at it.")
        return Preview(digest, refusals(digest), [], "\n".join(printed), report.violations, digest)

    def _digest(self, printed: list[str], report: EventReport) -> Digest | None:
        """What the engine printed and what it left out of that, with the ids of deleted images as Azure spells them.

        None when it printed no preview.
        """
        try:
            digest = read_digest("\n".join(printed), os.environ).with_replaced(report.replaced)
        except NotAPreview:
            return None
        return respelled(digest, self.settings())

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
            self._stack.refresh(clear_pending_creates=clear_pending, color="never")
        except ConcurrentUpdateError as error:
            raise StackLocked(error) from None
        except CommandError as error:
            raise EngineFailed(reason_of(error), "Run `pulumi refresh` and look at what it says.") from None

    def adopt(self, resources: list[dict[str, object]], name_table: dict[str, str]) -> None:
        """Take resources of Azure's into the state, protected (`pulumi import --file`). Raises EngineFailed."""
        from pulumi.automation.errors import CommandError

        listed = cast("Any", resources)  # the Automation API does not export the type of an entry
        try:
            self._stack.import_resources(resources=listed, name_table=name_table, protect=True, generate_code=False)
        except CommandError as error:
            remedy = "The same by hand: `gallery-migrate readopt`, then `pulumi import`."
            raise EngineFailed(reason_of(error), remedy) from None

    def unlock(self) -> None:
        """Remove the lock that an update left whose process is gone."""
        self._stack.cancel()

    def state(self) -> Json:
        """The stack's state, as `pulumi stack export` gives it."""
        return cast("Json", self._stack.export_stack().deployment or {})

    def stored_state(self) -> Json:
        """The same with secrets as they are stored, for half the time. Raises EngineFailed."""
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


def exported(workspace: automation.Workspace, folder: Path, name: str) -> Json:
    """A stack's state without decrypting anything, which the Automation API always does. Raises CommandError."""
    done = workspace.pulumi_command.run(["stack", "export", "--stack", name], str(folder), {})
    return cast("Json", json.loads(done.stdout)["deployment"] or {})


def replace_exported(workspace: automation.Workspace, folder: Path, name: str, seen: Json, wanted: Json) -> None:
    """Import another state in the place of the one that was seen. Raises CommandFailed and CommandError."""
    done = workspace.pulumi_command.run(["stack", "export", "--stack", name], str(folder), {})
    document = cast("Json", json.loads(done.stdout))
    if document["deployment"] != seen:
        raise CommandFailed("The stack's state has changed meanwhile.", "Nothing was changed. Run the command again.")
    with TemporaryDirectory() as private:  # only this user may look into it
        file = Path(private) / "state.json"
        file.write_text(json.dumps({**document, "deployment": wanted}), encoding="utf-8")
        workspace.pulumi_command.run(["stack", "import", "--stack", name, "--file", str(file)], str(folder), {})


def _steps_at_once(environment: Mapping[str, str]) -> int | None:
    """None leaves it to the engine, which reads the variable itself."""
    return None if environment.get("PULUMI_PARALLEL") else STEPS_AT_ONCE


def _decoded(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except json.JSONDecodeError:
        return text


def _told_by(digest: Digest | None, error: Exception) -> StepFailure:
    from managed_image_to_gallery.cli.engine.step_failures import failure_of

    messages = digest.errors if digest else []
    return failure_of(None, messages[0] if messages else reason_of(error))
