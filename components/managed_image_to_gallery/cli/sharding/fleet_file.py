"""A file with the config of migrations, a fleet's or a stack's, read without the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import yaml

from managed_image_to_gallery.azure.settings import CONFIG_NAMESPACE, PROJECT, AzureSettings
from managed_image_to_gallery.cli.config_file.resolved import MIGRATIONS
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import problem_in_yaml, text_in
from managed_image_to_gallery.config.parse import Plan, parse_stack_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class FleetFile:
    """`shared` is every config key but the migrations; `entries` and `plan.migrations` run in parallel."""

    path: Path
    shared: Mapping[str, object]
    entries: Sequence[Mapping[str, object]]
    plan: Plan
    subscription_id: str

    def with_more(self, entries: Sequence[Mapping[str, object]]) -> FleetFile:
        """The fleet with more migrations. Raises ConfigFaults."""
        return _judged(self.path, self.shared, [*self.entries, *entries], self.subscription_id)


def read_fleet(path: Path, environ: Mapping[str, str]) -> FleetFile:
    """The migrations of a file of the form of `Pulumi.<stack>.yaml`. Raises CommandFailed or ConfigFaults."""
    config = _config(path)
    shared = {key: value for key, value in config.items() if key != MIGRATIONS}
    entries = cast("list[dict[str, object]]", config.get(MIGRATIONS) or [])
    return _judged(path, shared, entries, _subscription(config, environ))


def _judged(
    path: Path, shared: Mapping[str, object], entries: Sequence[Mapping[str, object]], subscription_id: str
) -> FleetFile:
    own = {key.partition(":")[2]: value for key, value in shared.items() if key.startswith(f"{PROJECT}:")}
    plan = parse_stack_config(cast("dict[str, object]", _readable({**own, "migrations": entries})), subscription_id)
    return FleetFile(path, shared, entries, plan, subscription_id)


def refuse_secrets(fleet: FleetFile) -> None:
    """Raise CommandFailed when the file holds an encrypted value: only the stack it was made for can decrypt it."""
    for key, value in (*fleet.shared.items(), (MIGRATIONS, fleet.entries)):
        if any(_secrets(value)):
            raise CommandFailed(
                f"`{key}` of {fleet.path} holds an encrypted value, which other stacks cannot decrypt.",
                "Take it out, and set it in each shard: `pulumi config set --secret --path …`.",
            )


def refuse_gallery_of_many(fleet: FleetFile, stacks: int) -> None:
    """Raise CommandFailed when several stacks would each make the one gallery."""
    if fleet.plan.gallery.create and stacks > 1:
        raise CommandFailed(
            f"{fleet.path} makes the gallery (`gallery.create`), which only one stack may do; these are {stacks}.",
            "Make the gallery once, for instance `az sig create`, and take `create` out of the fleet's file.",
        )


def _config(path: Path) -> dict[str, object]:
    try:
        body = cast("object", yaml.load(text_in(path), Loader=_Loader))  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise CommandFailed(
            f"{path} cannot be read: {problem_in_yaml(error)}.", "Give a file like Pulumi.<stack>.yaml."
        ) from None
    config = cast("dict[str, Any]", body).get("config") if isinstance(body, dict) else None
    if not isinstance(config, dict):
        raise CommandFailed(f"{path} has no mapping `config`.", "Give a file like Pulumi.<stack>.yaml.")
    return cast("dict[str, object]", config)


_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: a fleet's file may have a million lines."""


def _subscription(config: Mapping[str, object], environ: Mapping[str, str]) -> str:
    prefix = f"{CONFIG_NAMESPACE}:"
    own = {key: str(value) for key, value in config.items() if key.startswith(prefix)}
    found = AzureSettings.read(own, environ).subscription_id
    if not found:
        remedy = "Write azure-native:subscriptionId into the file, or set ARM_SUBSCRIPTION_ID."
        raise CommandFailed("No subscription is set.", remedy)
    return found


def _readable(value: object) -> object:
    """The value with cipher text in the place of what is encrypted: a migration's place depends on none of it."""
    if isinstance(value, dict):
        known = cast("dict[str, object]", value)
        return known["secure"] if known.keys() == {"secure"} else {key: _readable(one) for key, one in known.items()}
    return [_readable(one) for one in cast("list[object]", value)] if isinstance(value, list) else value


def _secrets(value: object) -> Iterator[bool]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield key == "secure"
            yield from _secrets(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _secrets(inner)
