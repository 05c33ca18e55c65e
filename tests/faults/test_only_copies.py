"""Once a source image is gone its version is all there is: no command deletes it, unless the config gives it up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from harness.product import PROJECT
from soak.beginnings import GALLERY_API
from soak.others import IMAGE_API, make_again
from soak.places import NAMES, Places

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider
    from soak.beginnings import Beginnings
    from soak.stack import SoakStack

VERSIONS = "Microsoft.Compute/galleries/images/versions"
GUARD = "another-copy-before-deleting-a-version"
UP, DESTROY = ("up", "--yes", "--skip-preview"), ("destroy", "--yes", "--skip-preview", "--ignore-protect")
WITH_PROGRAM = (*DESTROY, "--run-program")


def at(azure: LocalAzure, number: int = 0) -> Places:
    """Where a migration's resources are."""
    return Places(azure.group_id("myResourceGroup"), NAMES[number])


@pytest.fixture
def retired(azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings) -> SoakStack:
    """Two migrations whose images are gone."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=2)
    stack.enter("retired")
    assert not there(azure, at(azure).image)
    return stack


def there(azure: LocalAzure, resource: str) -> bool:
    """Whether Azure has it."""
    answer = azure.get(resource, api_version=IMAGE_API if "/galleries/" not in resource else GALLERY_API)
    assert answer.status_code in {200, 404}, answer.text
    return answer.status_code == 200


def urn(stack: SoakStack, what: str) -> str:
    """The URN of something of the first migration."""
    name = f"{NAMES[0]}ImageDefinition-1.0.0-{what}"
    return next(str(one["urn"]) for one in stack.checkpoint()["resources"] if str(one["urn"]).endswith(f"::{name}"))


def _entries(stack: SoakStack) -> list[Any]:
    settings = yaml.safe_load((stack.path / f"Pulumi.{stack.stack}.yaml").read_text())
    return settings["config"][f"{PROJECT}:migrations"]


def forget_the_first(stack: SoakStack) -> None:
    """Its entry is lost from the config."""
    stack.write_config({"migrations": _entries(stack)[1:]})


def give_up(stack: SoakStack, *versions: str) -> None:
    """Name versions in the config."""
    stack.write_config({"abandonedVersions": [{"id": one, "reason": "nobody uses it"} for one in versions]})


def try_in_vain(stack: SoakStack, azure: LocalAzure, *commands: tuple[str, ...]) -> str:
    """Each command fails, and leaves version, definition and evidence of the first migration; what they printed."""
    told = ""
    before = stack.declared()
    for words in commands:
        done = stack.pulumi(*words)
        assert done.returncode, (words, done.stdout)
        assert there(azure, at(azure).version), words
        assert there(azure, at(azure).definition), words
        assert before == stack.declared(), words
        told += done.stdout + done.stderr
    return told


def test_no_destroy_deletes_an_only_copy(retired: SoakStack, azure: LocalAzure) -> None:
    version = urn(retired, "version")
    told = try_in_vain(
        retired,
        azure,
        (*WITH_PROGRAM, "--exclude", "**compute:Image::*"),
        (*WITH_PROGRAM, "--continue-on-error"),
        (*WITH_PROGRAM, "--remove"),
        (*WITH_PROGRAM, "--target", version, "--target-dependents"),
        (*UP, "--ignore-protect", "--replace", version),
    )
    assert f"it is the only copy of {at(azure).image.lower()}" in told.lower()
    assert f"{at(azure).version} is not deleted" in told
    assert "abandonedVersions" in told
    assert GUARD in try_in_vain(retired, azure, DESTROY)


def test_a_version_that_azure_does_not_find_for_a_while_is_kept(retired: SoakStack, azure: LocalAzure) -> None:
    """A service that lags behind says 404 of what is there; that its definition lists it is enough to keep it."""
    refusal = {"status": 404, "code": "ResourceNotFound", "message": "The resource was not found."}
    azure.add_fault({"match": {"type": VERSIONS, "access": "get"}, "refuse": refusal})
    done = retired.pulumi(*WITH_PROGRAM)
    azure.clear_faults()
    assert done.returncode
    assert "only copy of" in done.stdout
    assert there(azure, at(azure).version)


@pytest.mark.exhaustive
def test_a_destroy_that_is_refused_leaves_the_lock(retired: SoakStack, azure: LocalAzure) -> None:
    locks = f"/subscriptions/{azure.subscription}/providers/Microsoft.Authorization/locks"

    def left() -> list[str]:
        listed = azure.get(locks, api_version="2016-09-01").raise_for_status().json()["value"]
        return [str(one["name"]) for one in listed]

    entries = [dict(one, lock={"kind": "CanNotDelete"}) for one in _entries(retired)]
    retired.write_config({"migrations": entries})
    retired.up()
    assert len(left()) == 2
    told = try_in_vain(retired, azure, WITH_PROGRAM, (*WITH_PROGRAM, "--continue-on-error"))
    assert len(left()) == 2, told
    retired.write_config({"migrations": [{name: one[name] for name in one if name != "lock"} for one in entries]})
    retired.up()
    assert left() == []


@pytest.mark.exhaustive
def test_an_entry_that_is_lost_from_the_config_leaves_everything(retired: SoakStack, azure: LocalAzure) -> None:
    version = urn(retired, "version")
    forget_the_first(retired)
    try_in_vain(
        retired,
        azure,
        (*UP, "--ignore-protect"),
        (*UP, "--ignore-protect", "--continue-on-error"),
        (*UP, "--ignore-protect", "--target", version),
        (*WITH_PROGRAM, "--continue-on-error"),
    )
    retired.pulumi("state", "unprotect", "--all", "--yes", check=True)
    try_in_vain(retired, azure, UP, (*UP, "--refresh"), ("preview",))
    retired.configure()
    back = retired.up()
    assert "unchanged" in back.stdout


def test_another_version_number_leaves_the_version(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """The image was made again, and can be published; the old version is the only copy of what was there before."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    make_again(azure, at(azure))
    stack.pulumi("state", "unprotect", "--all", "--yes", check=True)
    stack.configure(stage="published", version="1.0.1", name=at(azure).migration)
    done = stack.up(check=False)
    assert done.returncode, done.stdout
    assert there(azure, at(azure).version)


def test_exactly_the_version_that_is_given_up_goes(retired: SoakStack, azure: LocalAzure) -> None:
    forget_the_first(retired)
    give_up(retired, at(azure).version.upper())
    done = retired.pulumi(*UP, "--ignore-protect")
    assert done.returncode == 0, done.stdout
    assert not there(azure, at(azure).version)
    assert there(azure, at(azure, 1).version)
    assert not [name for name in retired.declared() if name.startswith(at(azure).migration)]

    told = retired.pulumi(*WITH_PROGRAM)
    assert told.returncode, told.stdout
    assert there(azure, at(azure, 1).version)
    give_up(retired, *(at(azure, number).version for number in (0, 1)))
    done = retired.pulumi(*WITH_PROGRAM)
    assert done.returncode == 0, done.stdout
    assert not there(azure, at(azure, 1).version)


def test_a_destroy_after_a_refused_retirement_leaves_image_or_version(
    azure: LocalAzure, provider: Provider, tmp_path: Path, beginnings: Beginnings
) -> None:
    """The state's version does not depend on the image any more: the engine may delete both side by side."""
    stack = beginnings.begin(tmp_path / "stack", "validated", migrations=1)
    refuses = {"match": {"method": "DELETE", "type": "Microsoft.Compute/images", "times": 1}, "refuse": {"status": 409}}
    azure.add_fault(refuses)
    stack.configure(stage="retired")
    assert stack.up(check=False).returncode
    assert there(azure, at(azure).image)
    for options in ((), ("--continue-on-error",)):
        stack.pulumi(*WITH_PROGRAM, *options)
        assert there(azure, at(azure).version) or there(azure, at(azure).image), options


@pytest.mark.exhaustive
def test_a_state_from_before_the_hook_gets_it_without_any_change_in_azure(
    retired: SoakStack, azure: LocalAzure
) -> None:
    state = json.loads(retired.pulumi("stack", "export", check=True).stdout)
    for resource in state["deployment"]["resources"]:
        hooks: dict[str, Any] = resource.get("resourceHooks") or {}
        if GUARD in hooks.get("BeforeDelete", []):
            del hooks["BeforeDelete"]
    (retired.path / "before.json").write_text(json.dumps(state))
    retired.pulumi("stack", "import", "--file", "before.json", check=True)
    try_in_vain(retired, azure, WITH_PROGRAM)
    retired.pulumi("stack", "import", "--file", "before.json", check=True)
    assert "unchanged" in retired.pulumi("preview", "--expect-no-changes", check=True).stdout
    azure.forget_requests()
    retired.up()
    assert azure.writes() == []
    bound = [one for one in retired.checkpoint()["resources"] if GUARD in str(one.get("resourceHooks"))]
    assert len(bound) == 4
