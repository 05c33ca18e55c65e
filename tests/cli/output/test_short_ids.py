from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.output.short_ids import short, with_short_ids

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
AT = f"/subscriptions/{SUBSCRIPTION}"
OTHER = AT.replace("0001", "0002")
COMPUTE = "providers/Microsoft.Compute"


@pytest.mark.parametrize(
    ("text", "shown"),
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
def test_ids_of_the_stacks_subscription_are_short(text: str, shown: str) -> None:
    assert with_short_ids(text, SUBSCRIPTION) == shown


def test_without_a_subscription_nothing_is_short() -> None:
    assert with_short_ids(f"{AT}/resourceGroups/g", "") == f"{AT}/resourceGroups/g"


GROUP = f"{AT}/resourceGroups/Legacy_Images.(prod)/providers"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"machine {GROUP}/Microsoft.Compute/virtualMachines/vm-1", "machine Legacy_Images.(prod)/vm-1"),
        (f"machine {OTHER}/resourceGroups/g/{COMPUTE}/virtualMachines/vm-1", "machine g/vm-1"),
        (
            f"lock {GROUP}/Microsoft.Compute/images/i/providers/Microsoft.Authorization/locks/keep",
            "lock Legacy_Images.(prod)/i/keep",
        ),
        (
            f"{GROUP}/Microsoft.Compute/galleries/g/images/d/versions/1.0.0; {GROUP}/Microsoft.Compute/images/x, else",
            "Legacy_Images.(prod)/g/d/1.0.0; Legacy_Images.(prod)/x, else",
        ),
        (f"{AT} and\nnothing else", "the subscription and nothing else"),
    ],
)
def test_every_id_is_short_in_a_line_that_has_the_whole_text_beside_it(text: str, shown: str) -> None:
    assert short(text) == shown
