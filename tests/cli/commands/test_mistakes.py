"""Ordinary mistakes around the engine: the cause in the engine's own words, what to do, and never a traceback."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from harness.product import seed
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.local_azure import LocalAzure


@pytest.fixture
def operator(azure: LocalAzure, tmp_path: Path) -> Operator:
    azure.seed(seed())
    return Operator.at(tmp_path, azure)


def told(done: subprocess.CompletedProcess[str], status: int, *texts: str) -> None:
    """The command ended with this status and told one cause, with these texts in it."""
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.count("gallery-migrate:") == 1, done.stderr
    for text in texts:
        assert text in done.stderr


def with_tab(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("  managed-image", "\tmanaged-image", 1))


def with_key_twice(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    file.write_text(file.read_text() + "config: {}\n")


def with_key_of_an_entry_twice(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("stage: published", "stage: published\n    stage: validated"))


def with_control_character(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    file.write_text(file.read_text() + "# \0\n")


def with_project_key_twice(operator: Operator) -> None:
    file = operator.path / "Pulumi.yaml"
    file.write_text(file.read_text() + "name: other\n")


def in_latin_1(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    file.write_bytes(file.read_text().replace("publisher: p", "publisher: pü").encode("latin-1"))


def that_is_a_list(operator: Operator) -> None:
    (operator.path / "Pulumi.dev.yaml").write_text("- config\n")


def with_infinity(operator: Operator) -> None:
    file = operator.path / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("config:", "config:\n  x: .inf", 1))


def with_secret_of_another_stack(operator: Operator) -> None:
    operator.pulumi("config", "set", "--secret", "other", "x", check=True)
    file = operator.path / "Pulumi.dev.yaml"
    file.write_text(re.sub(r"secure: v1:\S+", "secure: v1:xxx", file.read_text()))


def with_wrong_passphrase(operator: Operator) -> None:
    operator.pulumi("config", "set", "--secret", "other", "x", check=True)
    operator.env["PULUMI_CONFIG_PASSPHRASE"] = "wrong"


def without_passphrase(operator: Operator) -> None:
    operator.pulumi("config", "set", "--secret", "other", "x", check=True)
    del operator.env["PULUMI_CONFIG_PASSPHRASE"]


def with_passphrase_file_that_is_not_there(operator: Operator) -> None:
    without_passphrase(operator)
    operator.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = "/nope"


def with_engine_that_crashes(operator: Operator) -> None:
    with_engine(operator, "kill -SEGV $$")


def with_engine_that_is_no_program(operator: Operator) -> None:
    with_engine(operator, "exit 0")
    (operator.path / "bin" / "pulumi").chmod(0o600)
    operator.env["PATH"] = str(operator.path / "bin")


def with_engine(operator: Operator, does: str) -> None:
    folder = operator.path / "bin"
    folder.mkdir()
    (folder / "pulumi").write_text(f"#!/bin/sh\n{does}\n")
    (folder / "pulumi").chmod(0o700)
    operator.env["PATH"] = f"{folder}:{operator.env['PATH']}"


@pytest.mark.parametrize(
    ("mistake", "status", "text"),
    [
        (with_tab, 2, "Pulumi.dev.yaml is not a file that the engine can read"),
        (with_tab, 2, "indented with blanks, never with tabs"),
        (in_latin_1, 2, "Save the file as UTF-8"),
        (that_is_a_list, 2, "Pulumi.dev.yaml is not a file that the engine can read: expected project to be an object"),
        (with_key_twice, 2, "Pulumi.dev.yaml is not a file that the engine can read: yaml: unmarshal errors:"),
        (with_key_of_an_entry_twice, 2, 'mapping key "stage" already defined at line'),
        (with_control_character, 2, "take control characters out of it"),
        (with_project_key_twice, 2, "Pulumi.yaml': yaml: unmarshal errors"),
        (
            with_infinity,
            2,
            "Pulumi.dev.yaml is not a file that the engine can read: could not unmarshal map: json: unsup",
        ),
        (with_secret_of_another_stack, 2, "set each value behind `secure:` again"),
        (with_wrong_passphrase, 2, "incorrect passphrase"),
        (without_passphrase, 2, "passphrase must be set"),
        (with_passphrase_file_that_is_not_there, 2, "/nope"),
        (with_engine_that_crashes, 4, "Install Pulumi"),
        (with_engine_that_is_no_program, 4, "Install Pulumi"),
    ],
)
def test_what_makes_the_engine_fail_is_told_with_its_remedy(
    operator: Operator, mistake: Callable[[Operator], None], status: int, text: str
) -> None:
    mistake(operator)
    told(operator.run("check"), status, text, "→")


@pytest.mark.parametrize(
    ("mistake", "remedy"),
    [(without_passphrase, "Set PULUMI_CONFIG_PASSPHRASE"), (with_wrong_passphrase, "Set PULUMI_CONFIG_PASSPHRASE")],
)
def test_a_preview_that_cannot_begin_is_told_with_the_same_remedy(
    operator: Operator, mistake: Callable[[Operator], None], remedy: str
) -> None:
    mistake(operator)
    done = operator.run("preview")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert remedy in said
    assert "resume" not in said


@pytest.mark.parametrize("name", ["../../etc", "a\nb"])
def test_a_name_that_no_stack_can_have_is_told_with_where_names_are(operator: Operator, name: str) -> None:
    told(operator.run("status", "--stack", name), 2, "Give the stack's name as `pulumi stack ls` shows it.")


@pytest.mark.parametrize("words", [("init", ""), ("init", "--tag", ""), ("inventory", "--subscription", "")])
def test_an_argument_that_is_empty_can_be_seen_in_what_is_told(operator: Operator, words: tuple[str, ...]) -> None:
    done = operator.run(*words, "--no-input") if words[0] == "init" else operator.run(*words)
    assert "''" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_sign_in_that_is_refused_is_told_once_and_nothing_is_said_of_what_was_not_read(operator: Operator) -> None:
    operator.env["ARM_CLIENT_SECRET"] = "wrong"
    done = operator.run("status")
    assert done.returncode == 3
    assert done.stderr.count("AADSTS7000215") == 1
    assert "There is no migration" not in done.stderr


def test_a_folder_that_does_not_exist_is_named(operator: Operator) -> None:
    done = operator.run("check", "--cwd", "/no/such/folder")
    assert done.returncode == 2
    assert "/no/such/folder" in done.stderr
    assert "does not exist" in done.stderr


def test_an_output_that_cannot_be_written_is_named(operator: Operator) -> None:
    told(operator.run("report", "--output", "/no/such/folder/x.html"), 2, "/no/such/folder/x.html", "→")


def in_subfolder(operator: Operator) -> str:
    folder = operator.path / "below" / "it"
    folder.mkdir(parents=True)
    return str(folder)


def in_stack_config_folder(operator: Operator) -> str:
    project = operator.path / "Pulumi.yaml"
    project.write_text(project.read_text() + "stackConfigDir: stacks\n")
    (operator.path / "stacks").mkdir()
    (operator.path / "Pulumi.dev.yaml").rename(operator.path / "stacks" / "Pulumi.dev.yaml")
    return str(operator.path)


def with_other_ending(operator: Operator) -> str:
    for name in ("Pulumi", "Pulumi.dev"):
        (operator.path / f"{name}.yaml").rename(operator.path / f"{name}.yml")
    return str(operator.path)


@pytest.mark.exhaustive
@pytest.mark.parametrize("arranged", [in_subfolder, in_stack_config_folder, with_other_ending])
def test_the_file_that_the_engine_reads_is_the_one_that_is_written(
    operator: Operator, azure: LocalAzure, arranged: Callable[[Operator], str]
) -> None:
    azure.seed("images: [{resourceGroup: myResourceGroup, name: two, location: southcentralus, osType: Linux}]")
    folder = arranged(operator)
    files = set(operator.path.rglob("Pulumi*"))

    done = operator.run("init", "two", "--publisher", "p", "--yes", "--stack", "dev", "--cwd", folder)

    assert done.returncode == 0, done.stderr
    assert set(operator.path.rglob("Pulumi*")) == files
    read = operator.pulumi("config", "get", "--stack", "dev", "managed-image-to-gallery:migrations", check=True).stdout
    assert [entry["source"]["name"] for entry in yaml.safe_load(read)] == ["myImage", "two"]
    assert operator.run("check", "--stack", "dev", "--cwd", folder).returncode == 0


def test_a_stack_selected_through_a_link_is_selected_for_every_folder_below(operator: Operator, tmp_path: Path) -> None:
    """The engine keeps the selection by the folder's name, links and all, as the shell says it in PWD."""
    link = operator.path / "below"
    (operator.path / "real").mkdir()
    for name in ("Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py"):
        (operator.path / name).rename(operator.path / "real" / name)
    link.symlink_to(operator.path / "real")
    (link / "sub").mkdir()
    script = f'cd "{link}" && pulumi stack select dev && "$@" && cd sub && "$@"'

    done = subprocess.run(
        ["/bin/sh", "-ec", script, "sh", *operator.command("check")],
        env=operator.env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_without_a_selection_the_stacks_that_there_are_are_named(operator: Operator) -> None:
    operator.pulumi("stack", "unselect", check=True)
    told(operator.run("check"), 2, f"No stack is selected in {operator.path}", "has dev.", "`pulumi stack select dev`")
    operator.pulumi("stack", "rm", "--yes", "--force", "--preserve-config", "dev", check=True)
    told(operator.run("check"), 2, "has no stack of this project", "`pulumi stack init NAME`")
