"""API versions are said in one module, so that one kind of request has one of them."""

from __future__ import annotations

import re
from pathlib import Path

from managed_image_to_gallery.azure import api_versions

PRODUCT = Path(api_versions.__file__).parents[1]
SAID = re.compile(r'api-version=\d|_API_VERSION = "')


def test_no_other_module_says_an_api_version() -> None:
    saying = [path.name for path in PRODUCT.rglob("*.py") if SAID.search(path.read_text(encoding="utf-8"))]
    assert saying == [Path(api_versions.__file__).name]


def test_each_is_a_date_that_may_be_of_a_preview() -> None:
    said = {name: value for name, value in vars(api_versions).items() if name.endswith("_API_VERSION")}
    assert said
    assert [name for name, value in said.items() if not re.fullmatch(r"\d{4}-\d\d-\d\d(-preview)?", value)] == []
