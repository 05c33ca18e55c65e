"""The raw config of a program: which keys are its own, and what is said where there are none."""

from __future__ import annotations

import pulumi
import pytest

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.config import read
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.read import misnamed_project, stack_config

KEY = f"{PROJECT}:gallery"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(pulumi, "get_project", lambda: "my-images")
    monkeypatch.setattr(pulumi, "get_stack", lambda: "prod")
    return monkeypatch


def _config(monkeypatch: pytest.MonkeyPatch, **entries: str) -> None:
    monkeypatch.setattr(read, "get_config_env", lambda: entries)


def test_the_keys_of_the_project_are_decoded(program: pytest.MonkeyPatch) -> None:
    _config(program, **{"my-images:gallery": '{"name": "g"}', "other:x": "1"})
    assert stack_config() == {"gallery": {"name": "g"}}


def test_what_is_nested_too_deeply_to_be_decoded_stays_the_text_that_it_is(program: pytest.MonkeyPatch) -> None:
    deep = "[" * 100_000
    _config(program, **{"my-images:migrations": deep})
    assert stack_config() == {"migrations": deep}


def test_a_project_of_another_name_than_its_keys_is_told_to_be_renamed(program: pytest.MonkeyPatch) -> None:
    _config(program, **{KEY: "{}"})
    with pytest.raises(ConfigFaults, match="keys of the config begin with") as caught:
        stack_config()
    assert f"name: {PROJECT}" in caught.value.faults[0].remedy


def test_a_stack_without_a_config_is_told_so(program: pytest.MonkeyPatch) -> None:
    _config(program, **{"azure-native:location": "x"})
    with pytest.raises(ConfigFaults, match=r"Pulumi\.prod\.yaml: there is no such file"):
        stack_config()


def test_keys_under_a_misspelt_name_are_told_the_right_one(program: pytest.MonkeyPatch) -> None:
    _config(program, **{"my-image:migrations": "[]"})
    with pytest.raises(ConfigFaults, match="no key begins with `my-images:`") as caught:
        stack_config()
    (fault,) = caught.value.faults
    assert (fault.value, fault.remedy) == ("my-image:", "Begin its keys with `my-images:`.")


@pytest.mark.parametrize(("project", "keys"), [(PROJECT, [KEY]), ("mine", ["mine:images"]), ("mine", [])])
def test_a_project_that_has_no_foreign_keys_is_well(project: str, keys: list[str]) -> None:
    assert misnamed_project(project, keys) is None
