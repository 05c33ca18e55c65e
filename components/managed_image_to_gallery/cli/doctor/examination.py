"""Every question in its order: the machine, the project, the way to Azure, Azure. One that fails ends no other."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import SettingsInvalid
from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, PROJECT, AzureSettings
from managed_image_to_gallery.cli.doctor import (
    adoptions,
    azure,
    backend,
    forms,
    machine,
    network,
    program,
    proxy,
    state,
)
from managed_image_to_gallery.cli.doctor.finding import Finding, looked_at
from managed_image_to_gallery.cli.doctor.needs import scopes_of
from managed_image_to_gallery.cli.engine.project_files import project_folder
from managed_image_to_gallery.cli.engine.stack import STEPS_AT_ONCE, MigrationStack
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.config.faults import ConfigFaults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.doctor.needs import Scopes
    from managed_image_to_gallery.config.migration import Migration


@dataclass
class Known:
    """What the questions to the project found out for those to Azure; None where it is not known."""

    findings: list[Finding] = field(default_factory=list["Finding"])
    settings: AzureSettings | None = None
    scopes: Scopes | None = None
    migrations: Sequence[Migration] = ()


def examine(folder: Path, stack: str | None) -> tuple[list[Finding], str]:
    """What is found for a stack of the project that `folder` lies in, and the stack's subscription ("" without one)."""
    folder = project_folder(folder)
    at_backend = looked_at("backend", lambda: [backend.backend(folder)])
    is_silent = any(one.found == backend.NO_ANSWER for one in at_backend)
    known = _without_stack("the backend does not answer") if is_silent else _of_stack(folder, stack)
    settings = known.settings
    found = [
        *looked_at("machine", machine.findings),
        *looked_at("program", lambda: program.findings(folder)),
        *at_backend,
        *known.findings,
        *looked_at("parallelism", lambda: [backend.parallelism(known.migrations, STEPS_AT_ONCE)]),
        *looked_at("trusted certificates", lambda: [network.certificates(os.environ)]),
        *looked_at("proxy", lambda: [proxy.proxies(os.environ, managed_identity=bool(settings and settings.use_msi))]),
    ]
    if settings is not None:
        found += looked_at("Resource Manager", lambda: network.reached(settings))
        found += looked_at("sign-in to Azure", lambda: asyncio.run(azure.findings(settings, known.scopes)))
    return found, (settings and settings.subscription_id) or ""


def _of_stack(folder: Path, name: str | None) -> Known:
    """Whether the stack can be opened and read, how it reaches Azure, and where it works."""
    known = Known()
    try:
        opened = MigrationStack.open(folder, name)
        config = opened.config()
        known.findings.append(Finding("stack", well=True, found=f"{opened.name} ({opened.file.name})"))
    except CommandFailed as error:
        return _without_stack(error.reason, error.remedy, well=False)
    known.findings += looked_at("azure-native settings", lambda: _read_settings(config, known))
    known.findings += looked_at("config", lambda: read_config(opened, known))
    known.findings += looked_at(forms.SUBJECT, lambda: _of_state(opened, known.migrations))
    return known


def _without_stack(found: str, remedy: str = "", *, well: bool | None = None) -> Known:
    """What is known where the stack cannot be looked at: Azure is reached as the environment says."""
    known = Known([Finding("stack", well=well, found=found, remedy=remedy)])
    known.findings += looked_at("azure-native settings", lambda: _read_settings({}, known))
    return known


def _read_settings(config: Mapping[str, str], known: Known) -> list[Finding]:
    """Keep how the program reaches Azure; there is something to tell only where it cannot be read."""
    own = {key: value for key, value in config.items() if key.startswith(f"{CONFIG_NAMESPACE}:")}
    known.settings = AzureSettings.read(own, os.environ)
    return []


def read_config(opened: MigrationStack, known: Known) -> list[Finding]:
    """Keep the migrations and where they work. Raises CommandFailed."""
    if opened.project != PROJECT and not any(key.startswith(f"{PROJECT}:") for key in opened.config()):
        found = f"the program of {opened.project} gives its components their arguments itself"
        return [Finding("config", well=None, found=found)]
    try:
        plan = opened.plan()
        known.scopes = scopes_of(plan, opened.subscription_id())
        known.migrations = plan.migrations
    except ConfigFaults as error:
        first = error.faults[0]
        more = f", and {len(error.faults) - 1} more" if len(error.faults) > 1 else ""
        found = f"{first.entry or first.path}: {first.rule}{more}"
        remedy = "`gallery-migrate check` shows them all." if more else first.remedy
        return [Finding("config", well=False, found=found, remedy=remedy)]
    except SettingsInvalid:
        return [Finding("config", well=None, found="not judged without the azure-native settings")]
    count = len(plan.migrations)
    return [Finding("config", well=True, found=f"{count} migration{'' if count == 1 else 's'}")]


def _of_state(opened: MigrationStack, migrations: Sequence[Migration]) -> list[Finding]:
    exported = opened.state()
    return [*forms.findings(exported), *state.findings(exported), *adoptions.findings(exported, migrations)]
