from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.output.short_ids import with_short_ids

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
AT = f"/subscriptions/{SUBSCRIPTION}"
OTHER = AT.replace("0001", "0002")
COMPUTE = "providers/Microsoft.Compute"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (f"{AT}/resourceGroups/My.(prod)/{COMPUTE}/images/web", "My.(prod)/web"),
        (f"{AT}/resourcegroups/g/{COMPUTE}/galleries/G/images/d/versions/1.0.0", "g/G/d/1.0.0"),
        (f"at {AT} and at {AT}/resourceGroups/g.", "at the subscription and at group g."),
        (f"{AT.upper()}/resourceGroups/g/{COMPUTE}/images/web; {AT}", "g/web; the subscription"),
        (f"{OTHER}/resourceGroups/g/{COMPUTE}/images/web", f"{OTHER}/resourceGroups/g/{COMPUTE}/images/web"),
        (f"{AT}/resourceGroups/g/{COMPUTE}", f"{AT}/resourceGroups/g/{COMPUTE}"),
        ("a/b and c", "a/b and c"),
    ],
)
def test_ids_of_the_stacks_subscription_are_short(text: str, short: str) -> None:
    assert with_short_ids(text, SUBSCRIPTION) == short


def test_without_a_subscription_nothing_is_short() -> None:
    assert with_short_ids(f"{AT}/resourceGroups/g", "") == f"{AT}/resourceGroups/g"
