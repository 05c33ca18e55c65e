"""What a stack's file names already."""

from __future__ import annotations

from managed_image_to_gallery.cli.config_file.configured import configured_sources
from tests.cli.digests import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION


def test_an_image_is_named_by_its_whole_id_in_any_spelling() -> None:
    twin = IMAGE.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)
    by_name = {"source": {"resourceGroup": "MYRESOURCEGROUP", "name": "MyImage"}}
    assert configured_sources([by_name], SUBSCRIPTION) == {IMAGE.lower()}
    assert configured_sources([by_name], OTHER_SUBSCRIPTION) == {twin.lower()}
    assert configured_sources([{"source": {"id": IMAGE.strip("/").upper()}}], OTHER_SUBSCRIPTION) == {IMAGE.lower()}
    assert configured_sources([{"source": None}, {}], SUBSCRIPTION) == set()
