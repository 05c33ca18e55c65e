"""The editors' schema is the one of the models, and the documented example is a good config."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import yaml

from managed_image_to_gallery.config.args import ManagedImageToGalleryArgs
from managed_image_to_gallery.config.json_schema import SCHEMA_FILE, schema, text
from managed_image_to_gallery.config.models import ComponentArguments, StackConfig, StackKeys
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.azure.bodies import SUBSCRIPTION
from tests.component.recording import PROJECT

ROOT = Path(__file__).parents[2]


def test_the_schema_file_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == text()


def test_the_schema_knows_every_key_of_the_stack() -> None:
    stack_file = cast("dict[str, dict[str, dict[str, dict[str, object]]]]", schema())
    assert set(stack_file["properties"]["config"]["properties"]) == {
        f"{PROJECT}:{field.alias}" for field in StackConfig.model_fields.values()
    }


def test_the_keys_that_are_read_are_those_of_the_schema() -> None:
    read, described = StackKeys.model_fields, StackConfig.model_fields
    assert {name: field.is_required() for name, field in read.items()} == {
        name: field.is_required() for name, field in described.items()
    }


def test_the_components_arguments_are_those_of_the_config() -> None:
    in_config = set(ComponentArguments.model_fields) - {"name", "former_name"}
    assert set(ManagedImageToGalleryArgs.__annotations__) == in_config


def test_the_documented_example_is_without_fault() -> None:
    config = cast("dict[str, object]", yaml.safe_load((ROOT / "Pulumi.dev.yaml").read_text(encoding="utf-8"))["config"])
    raw = {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items()}
    plan = parse_stack_config(raw, SUBSCRIPTION)
    (migration,) = plan.migrations
    assert migration.stage.value == "published"
    assert [(region.name, region.replica_count) for region in migration.target_regions] == [
        ("South Central US", 1),
        ("West Central US", 2),
    ]
