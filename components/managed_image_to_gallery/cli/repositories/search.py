"""Paths searched: every file that git would show, and what names an image in them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.repositories.listing import list_files, root_of
from managed_image_to_gallery.cli.repositories.reading import Skipped, read
from managed_image_to_gallery.cli.repositories.scan import hits_in
from managed_image_to_gallery.cli.repositories.source_text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from managed_image_to_gallery.cli.repositories.hits import Hit
    from managed_image_to_gallery.cli.repositories.wanted import Images

OWN_FOLDER = f"{os.sep}.gallery-migrate{os.sep}"
"""Where this command line keeps what was asked of it."""


@dataclass
class Found:
    """What a search found: hits by the path that was given, and what was not read, and why.

    roots, below_root: where a patch is applied, and a file's path there, by file. read: how many files. skipped: how
    many for which reason. huge: their names. odd: files whose bytes are no UTF-8 and were read all the same. own: files
    with this product's config, which have to name the sources. unread: what could not be read.
    """

    hits: list[Hit] = field(default_factory=list["Hit"])
    texts: dict[str, SourceText] = field(default_factory=dict[str, SourceText])
    roots: dict[str, Path] = field(default_factory=dict[str, Path])
    below_root: dict[str, str] = field(default_factory=dict[str, str])
    read: int = 0
    skipped: Counter[Skipped] = field(default_factory=Counter[Skipped])
    links: int = 0
    huge: list[str] = field(default_factory=list[str])
    odd: list[str] = field(default_factory=list[str])
    own: list[str] = field(default_factory=list[str])
    unread: dict[str, str] = field(default_factory=dict[str, str])


def search(paths: Sequence[Path], images: Images, without: Iterable[Path] = ()) -> Found:
    """Search files and folders. without: files that are left out, as the patch that is about to be written."""
    found = Found()
    done = {str(path.resolve()) for path in without}
    with UNDERWAY.waiting_for("Files are searched", lambda: f"{found.read:,} read"):
        for given in paths:
            path = given.resolve()
            root = root_of(path)
            as_typed = (str(path), given.as_posix())
            listing = list_files(path, root)
            found.links += listing.links
            found.unread.update({shown(each, *as_typed): reason for each, reason in listing.unread.items()})
            for file in listing.files:
                if file not in done and OWN_FOLDER not in file:
                    _search_file(file, shown(file, *as_typed), root, images, found)
            done.update(listing.files)
    return found


def shown(path: str, folder: str, typed: str) -> str:
    """A path below a folder as it begins with what was typed for that folder."""
    below = path.removeprefix(folder).replace(os.sep, "/").lstrip("/")
    return "/".join(part for part in ("" if typed == "." else typed.rstrip("/"), below) if part)


def _search_file(path: str, name: str, root: Path, images: Images, found: Found) -> None:
    try:
        source = read(path, name)
    except OSError as error:
        found.unread[name] = error.strerror or str(error)
        return
    if isinstance(source, Skipped):
        found.skipped[source] += 1
        if source is Skipped.HUGE:
            found.huge.append(name)
        return
    found.read += 1
    if source is None:
        return
    if name.rsplit("/", 1)[-1].startswith("Pulumi.") and f"{PROJECT}:" in source.text:
        found.own.append(name)
        return
    if source.is_odd:
        found.odd.append(name)
    hits = hits_in(source, images)
    if hits:
        found.hits += hits
        found.texts[name] = source
        found.roots[name] = root
        found.below_root[name] = os.path.relpath(path, root).replace(os.sep, "/")
