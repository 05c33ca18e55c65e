"""A package's docstring is its table of contents: it names every module in it, and none that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TREES = (ROOT / "components" / "managed_image_to_gallery", ROOT / "lab" / "local_azure")
PACKAGES = sorted(found.parent for tree in TREES for found in tree.rglob("__init__.py"))


def docstring(package: Path) -> str:
    """What the package says of itself."""
    return ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""


def modules(package: Path) -> set[str]:
    """The names of the modules and packages in a package; how it is started says nothing of what it holds."""
    found = {each.stem for each in package.glob("*.py")} | {each.parent.name for each in package.glob("*/__init__.py")}
    return found - {"__init__", "__main__"}


def named(text: str) -> set[str]:
    """The modules that a text names: a word in backquotes in a module's spelling, or the first of `module.member`."""
    return set(re.findall(r"`([a-z][a-z0-9_]*)(?:\.\w+)*`", text))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: ".".join(package.relative_to(ROOT).parts[1:]))
def test_a_package_names_what_it_holds(package: Path) -> None:
    text = docstring(package)
    assert sorted(modules(package) - named(text)) == [], "not named in the docstring"
    assert sorted(named(text) - modules(package) - {"local_azure"}) == [], "named, and not there"
