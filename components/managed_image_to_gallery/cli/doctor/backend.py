"""Where the stack's state is kept, and how many resources the engine works on at once."""

from __future__ import annotations

import json
import os
import shutil
import time
from math import ceil
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from managed_image_to_gallery.cli.doctor.finding import Finding, without_account
from managed_image_to_gallery.cli.doctor.machine import printed
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.config.migration import Migration

_LONGEST_SECONDS = 20
NO_ANSWER = f"no answer within {_LONGEST_SECONDS} seconds"
"""What is found at a backend that takes a connection and says nothing: the engine itself would wait without a limit."""

_BY_HAND_PER_CORE = 4
"""How many resources `pulumi up` works on at once unless it is told otherwise (pkg/engine, DefaultParallel)."""


def backend(folder: Path) -> Finding:
    """Whether the engine reaches the backend of the project in `folder`, as whom."""
    if shutil.which("pulumi") is None:
        return Finding("backend", well=None, found="without an engine it is not known")
    began = time.monotonic()
    said = printed("whoami", "--json", "--non-interactive", folder=folder, seconds=_LONGEST_SECONDS)
    if said is None:
        is_silent = time.monotonic() - began >= _LONGEST_SECONDS
        remedy = "Run `pulumi whoami -v`: `pulumi login`, or PULUMI_BACKEND_URL, names the backend."
        found = NO_ANSWER if is_silent else "not reached, or nobody is signed in to it"
        return Finding("backend", well=False, found=found, remedy=remedy)
    try:
        answer = cast("Mapping[str, object]", json.loads(said))
    except ValueError:
        return Finding("backend", well=None, found=f"`pulumi whoami` said {said!r:.80}")
    url = str(answer.get("url") or "?")
    alone = ", only for those who work on this machine" if urlsplit(url).scheme == "file" else ""
    return Finding("backend", well=True, found=f"{without_account(url)} as {answer.get('user')}{alone}")


def parallelism(migrations: Sequence[Migration], at_once: int, environment: Mapping[str, str] = os.environ) -> Finding:
    """Whether the versions of the config replicate side by side when `pulumi up` is typed.

    at_once: how many resources this command line has the engine work on.
    """
    subject, said = "parallelism", environment.get("PULUMI_PARALLEL", "")
    if said and not (said.isdecimal() and int(said)):
        remedy = "Set it to a number, or `unset PULUMI_PARALLEL`."
        return Finding(subject, well=False, found=f"PULUMI_PARALLEL is {said!r}, no number from 1 on", remedy=remedy)
    slots = int(said) if said else _BY_HAND_PER_CORE * (os.cpu_count() or 1)
    versions = sum(one.stage is Stage.PUBLISHED and not one.is_existing for one in migrations)
    best = min(versions, at_once)
    found = f"{slots} resources at once" if said else f"{at_once} resources at once, {slots} by `pulumi up`"
    if slots >= best:
        return Finding(subject, well=True, found=found)
    rounds = f"{versions} versions would replicate in {ceil(versions / slots)} rounds"
    remedy = f"`pulumi up --parallel {best}`" + (f", or PULUMI_PARALLEL={best}." if said else ", or `gallery-migrate`.")
    return Finding(subject, well=True, found=f"{found}: {rounds}", remedy=remedy)
