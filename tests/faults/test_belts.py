"""Each of the three belts alone (docs/stages.md#three-belts): with the other two disabled, the image is still there.

The program is a copy in which a belt is taken off by its own switch: the hook judges nothing, or the image is declared
without `protect` and `retain_on_delete` from the beginning; the plan check is taken off by not asking it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness.product import Product
from tests.acceptance.unjudged import unjudged, with_lines

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from soak.azure import Provider

NO_HOOK = """
import managed_image_to_gallery.component.deletion.deletion_guard
async def _judges_nothing(self, args): pass
managed_image_to_gallery.component.deletion.deletion_guard.DeletionGuard.judge = _judges_nothing
"""
NO_OPTIONS = """
import pulumi as _pulumi
_options = _pulumi.ResourceOptions.__init__
def _unprotected(self, *given, **options):
    _options(self, *given, **{**options, "protect": False, "retain_on_delete": False})
_pulumi.ResourceOptions.__init__ = _unprotected
"""
OTHER_SPELLING = """
import pulumi as _engine
_before = _engine.ResourceOptions.__init__
def _shouted(self, *given, **options):
    image = options.get("import_")
    _before(self, *given, **{**options, **({"import_": image.replace("myimage", "MYIMAGE")} if image else {})})
_engine.ResourceOptions.__init__ = _shouted
"""
OTHER_NAME = """
import types as _types
import managed_image_to_gallery.component.source_image as _source
from pulumi_azure_native import compute as _compute
_source.compute = _types.SimpleNamespace(Image=lambda name, **rest: _compute.Image(name + "-moved", **rest))
"""
IMAGE = "Microsoft.Compute/images"


def forgotten(product: Product) -> None:
    """The migration is no longer in the config, and the program does not compare that with the state."""
    product.write_program(unjudged(product.program))
    product.write_config({"migrations": []})


def respelled(product: Product) -> None:
    """The program imports the image by another spelling of its id."""
    product.write_program(with_lines(product.program, OTHER_SPELLING))


def renamed(product: Product) -> None:
    """The image has another logical name, without an alias."""
    product.write_program(with_lines(product.program, OTHER_NAME))


MISTAKES: list[Callable[[Product], None]] = [forgotten, respelled, renamed]


def published(folder: Path, azure: LocalAzure, *without: str) -> Product:
    """A published migration of a program that never had these belts."""
    product = Product.of(folder, azure)
    product.write_program(with_lines(product.program, *without))
    product.up()
    return product


@contextmanager
def made(mistake: Callable[[Product], None], product: Product) -> Generator[None]:
    """The mistake, taken back afterwards."""
    program = product.program
    mistake(product)
    yield
    product.write_program(program)
    product.configure()


def deleted(azure: LocalAzure) -> bool:
    """Whether anybody asked Azure to delete an image."""
    return bool(azure.requests(method="DELETE", type=IMAGE))


def plan_check(product: Product) -> subprocess.CompletedProcess[str]:
    """What CI does: the preview as JSON through the plan check."""
    return product.gallery_migrate("plan-check", given=product.pulumi("preview", "--json").stdout)


def test_the_options_alone(azure: LocalAzure, provider: Provider, tmp_path: Path) -> None:
    product = published(tmp_path, azure, NO_HOOK)
    for mistake in MISTAKES:
        with made(mistake, product):
            product.up(check=False)
            assert not deleted(azure), mistake.__doc__


def test_the_hook_alone(azure: LocalAzure, provider: Provider, tmp_path: Path) -> None:
    product = published(tmp_path, azure, NO_OPTIONS)
    for mistake in MISTAKES:
        with made(mistake, product):
            done = product.up(check=False)
            assert "is not deleted:" in done.stdout, mistake.__doc__
            assert not deleted(azure), mistake.__doc__


def test_the_plan_check_alone(azure: LocalAzure, provider: Provider, tmp_path: Path) -> None:
    product = published(tmp_path, azure, NO_HOOK, NO_OPTIONS)
    for mistake in MISTAKES:
        with made(mistake, product):
            checked = plan_check(product)
            assert checked.returncode == 1, f"{mistake.__doc__}\n{checked.stdout}{checked.stderr}"


def test_without_any_belt_the_image_is_lost(azure: LocalAzure, provider: Provider, tmp_path: Path) -> None:
    """What the three tests above would see if the belts did nothing."""
    product = published(tmp_path, azure, NO_HOOK, NO_OPTIONS)
    respelled(product)
    product.up()
    assert deleted(azure)
