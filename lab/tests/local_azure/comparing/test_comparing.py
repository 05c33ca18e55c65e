from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from local_azure.cli import app

PATH = "/subscriptions/<name>/resourceGroups/<name>/providers/Microsoft.Compute/images/<name>"


def line(**changes: object) -> str:
    exchange = {
        "method": "GET",
        "path": PATH,
        "query": {"api-version": "2024-11-01"},
        "request": None,
        "status": 200,
        "headers": {"ETag": "<there>"},
        "response": {"id": PATH, "properties": {"provisioningState": "Succeeded", "disks": [{"lun": 0}]}},
    }
    return json.dumps(exchange | changes) + "\n"


def compare(folder: Path, azure: str, local: str) -> tuple[int, str]:
    for name, text in (("azure", azure), ("local", local)):
        (folder / name).write_text(text)
    done = CliRunner().invoke(app, ["compare", str(folder / "azure"), str(folder / "local")])
    return done.exit_code, done.output


def test_what_was_asked_once_and_often_is_alike(tmp_path: Path) -> None:
    status, said = compare(tmp_path, line() * 3, line(path=PATH.lower()))

    assert (status, said) == (0, "3 exchanges on Azure, 1 here: 0 differences.\n")


@pytest.mark.parametrize(
    ("azure", "only_azure"),
    [
        (line(headers={"ETag": "<there>", "Retry-After": "15"}), "header retry-after"),
        (line(response={"properties": {"provisioningState": "Creating"}}), "properties.provisioningState = Creating"),
        (line(response={"properties": {"disks": [{"lun": 0, "sizeGB": 4}]}}), "properties.disks[].sizeGB"),
        (line(status=404), "answered"),
    ],
)
def test_what_only_azure_has_is_told_with_its_kind(tmp_path: Path, azure: str, only_azure: str) -> None:
    status, said = compare(tmp_path, azure + line(), line())

    (told,) = [each for each in said.splitlines() if each.endswith(only_azure)]
    assert status == 1
    assert told.startswith(f"only Azure: GET {PATH.lower()}?api-version=2024-11-01 → ")


def test_what_is_no_recording_is_said_with_its_line(tmp_path: Path) -> None:
    status, said = compare(tmp_path, line() + "{}\n", line())

    assert status == 1
    assert "azure, line 2 is no exchange of a recording" in said


def test_what_only_one_recording_tells_of_the_provider_is_left_out(tmp_path: Path) -> None:
    status, said = compare(tmp_path, line() + line(by="provider", status=404), line())

    assert (status, said) == (0, "1 exchanges on Azure, 1 here: 0 differences.\n")


def test_an_answer_to_a_probe_that_differs_is_told(tmp_path: Path) -> None:
    status, said = compare(
        tmp_path,
        line() + '{"probe": 1, "answer": "yes"}\n{"probe": 2, "answer": "no"}\n',
        line() + '{"probe": 1, "answer": "no"}\n',
    )

    assert status == 1
    assert "probe 1: on Azure yes; here no\n" in said
