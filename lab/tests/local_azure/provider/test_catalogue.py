"""The tables: complete against the SDK that programs are written with, and refused when they are wrong."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import cast

import pulumi
import pytest

from local_azure.provider.catalogue import UnknownTypeError, getter_target, known_tokens, resource_type
from local_azure.provider.schema import TableError, parse_fields

TOKENS = known_tokens()


def test_the_types_that_a_migration_needs_are_there() -> None:
    names = {token.rpartition(":")[2] for token in TOKENS}
    assert names >= {
        "ResourceGroup",
        "Image",
        "Gallery",
        "GalleryImage",
        "GalleryImageVersion",
        "Disk",
        "Snapshot",
        "VirtualMachine",
        "VirtualNetwork",
        "Subnet",
        "NetworkInterface",
        "PublicIPAddress",
    }


def sdk_class(token: str) -> type[pulumi.CustomResource]:
    _, module, name = token.split(":")
    return cast("type[pulumi.CustomResource]", getattr(importlib.import_module(f"pulumi_azure_native.{module}"), name))


@pytest.mark.parametrize("token", TOKENS)
def test_table_knows_every_input_and_output_of_the_sdk(token: str) -> None:
    described = resource_type(token)
    # Compared without separators: the SDK's names in Python cannot be turned back into camel case exactly.
    known = {name.lower() for name in (*described.properties, *described.path_parameters)}
    inputs = set(inspect.signature(vars(sdk_class(token))["_internal_init"]).parameters)
    outputs = {name for name, value in vars(sdk_class(token)).items() if isinstance(value, property)}
    asked = inputs - {"__self__", "resource_name", "opts", "__props__"} | outputs - {"azure_api_version"}
    assert {name.replace("_", "") for name in asked} - known == set()


@pytest.mark.parametrize("token", TOKENS)
def test_api_version_is_the_sdks(token: str) -> None:
    source = Path(inspect.getfile(sdk_class(token))).read_text()
    assert f"Uses Azure REST API version {resource_type(token).api_version}." in source


@pytest.mark.parametrize("token", TOKENS)
def test_every_type_has_its_get_function(token: str) -> None:
    module, _, name = token.rpartition(":")
    found = getter_target(f"{module}:get{name}")
    assert found is not None
    assert found.token == token


@pytest.mark.parametrize("token", ["azure-native:compute:Nothing", "azure-native:network:Image", "../Image", ""])
def test_unknown_type_is_told_with_the_known_ones(token: str) -> None:
    with pytest.raises(UnknownTypeError, match="azure-native:compute:GalleryImageVersion"):
        resource_type(token)


@pytest.mark.parametrize("spec", ["text", "string requierd", "string readonly", 7])
def test_wrong_table_is_refused(spec: object) -> None:
    with pytest.raises(TableError, match="'field'"):
        parse_fields({"field": spec})
