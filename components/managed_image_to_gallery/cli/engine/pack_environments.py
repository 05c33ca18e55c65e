"""Policy packs whose environment is not there, found before the engine starts them.

Where a pack's Python environment is missing, Pulumi's own language host never answers, and the engine waits for it
without end (seen with both of 3.260). Nothing can be stopped there in time, so the folder is looked at beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import yaml

from managed_image_to_gallery.cli.engine.start_errors import StartFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_SETTINGS = ("PulumiPolicy.yaml", "PulumiPolicy.yml")
_INTERPRETERS = ("bin/python", "Scripts/python.exe")


def missing_environments(packs: Sequence[Path]) -> Iterator[StartFailure]:
    """Each pack that names an environment which is not there, or is none.

    A pack that cannot be read is left to the engine, which says why.
    """
    for pack in packs:
        named = _virtualenv(pack)
        environment = pack / named if named else None
        if environment is None or any((environment / python).exists() for python in _INTERPRETERS):
            continue
        why = f"cannot start: its environment {environment.resolve()} is not there, or is none"
        remedy = (
            f"Make it and install the pack's requirements into it (`make policy` for this project's pack), or name "
            f"another one as virtualenv in {pack / _SETTINGS[0]}."
        )
        yield StartFailure(f"policy pack {pack}", why, remedy)


def _virtualenv(pack: Path) -> str | None:
    file = next((found for name in _SETTINGS if (found := pack / name).is_file()), None)
    try:
        read = cast("object", yaml.safe_load(file.read_text(encoding="utf-8-sig"))) if file else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    for key in ("runtime", "options", "virtualenv"):
        read = cast("dict[str, object]", read).get(key) if isinstance(read, dict) else None
    return read if isinstance(read, str) and read else None
