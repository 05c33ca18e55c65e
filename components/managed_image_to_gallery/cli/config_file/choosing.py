"""Which managed images are meant: by name, glob or tag, or picked from a list at a terminal."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, in_order
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.output.saying import tell, tell_people
from managed_image_to_gallery.cli.questions import Declined, answer, require_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.cli.config_file.existing import Found


def chosen(
    images: Sequence[ManagedImage],
    names: Sequence[str],
    tags: Sequence[str],
    configured: Sequence[ManagedImage] = (),
) -> list[ManagedImage]:
    """The images that one of the names and all of the tags fit, in the order of their ids, numbers by their value.

    names: an image name, `resourceGroup/name`, or an id, each of which may hold `*` and `?`; none means all.
    tags: `name` or `name=value`, with the same wildcards. configured: images that have a migration already. Case does
    not count. A name that fits several images is told. Raises CommandFailed for a name that fits none: a typo must not
    make a smaller migration.
    """
    unknown = [name for name in names if not any(_named(image, name) for image in (*images, *configured))]
    if unknown:
        remedy = "See `gallery-migrate inventory` for what there is."
        raise CommandFailed(f"No managed image matches {', '.join(name or repr(name) for name in unknown)}.", remedy)
    for name in names:
        _tell_what_fits(name, images, configured)
    fitting = [
        image
        for image in images
        if (not names or any(_named(image, name) for name in names)) and all(_tagged(image, tag) for tag in tags)
    ]
    return sorted(fitting, key=lambda image: in_order(image.id.key))


def _tell_what_fits(name: str, images: Sequence[ManagedImage], configured: Sequence[ManagedImage]) -> None:
    """Where a name without wildcards fits several images, and where all that fits has a migration already."""
    fitting = [f"{image.id.resource_group}/{image.id.name}" for image in images if _named(image, name)]
    wild = bool(set("*?") & set(name))
    if len(fitting) > 1 and not wild:
        tell(f"{len(fitting)} images match {name}: {', '.join(sorted(fitting))}.", err=True)
    known = sum(_named(image, name) for image in configured)
    if known and not fitting:
        every = f"Whatever fits {name} ({counted(known, 'image')})" if wild else name
        tell(f"{every} has its migration in the config already.", err=True)


def _named(image: ManagedImage, pattern: str) -> bool:
    spelled = (image.id.name, f"{image.id.resource_group}/{image.id.name}", str(image.id))
    return any(fnmatchcase(one.lower(), pattern.lower()) for one in spelled)


def _tagged(image: ManagedImage, wanted: str) -> bool:
    name, _, value = wanted.partition("=")
    return any(
        fnmatchcase(tag.lower(), name.lower()) and (not value or fnmatchcase(found.lower(), value.lower()))
        for tag, found in image.tags.items()
    )


def require_somebody_to_pick(*, can_ask: bool) -> None:
    """Raises NobodyToAsk where nobody could pick from a list, before anything is read for it."""
    require_terminal("Which images?", "Name images, globs, or --tag.", can_ask=can_ask)


def pick(found: Sequence[Found], *, again: bool) -> list[Found]:
    """Show the images, with what of them is in a gallery already, and ask which; the others have the reason.

    again: what is in a gallery already is to be published anew. Raises Declined for who leaves, and Interrupted.
    """
    ordered = sorted(found, key=lambda one: in_order(one.image.id.key))
    offered = [one for one in ordered if not one.obstacles(again=again)]
    tell_people("\n".join([*_numbered(offered), *_not_offered(ordered, again=again)]))
    repeated = False
    while offered:
        words = answer("Which images (1 3-5, web-*, all; q or nothing ends)? ", again=repeated)
        if words.lower() in {"", "q"}:
            raise Declined
        try:
            wanted = picked(words, [one.image for one in offered])
            return [one for one in offered if one.image in wanted]
        except CommandFailed as failure:
            tell(failure.reason, err=True)
            repeated = True
    return []


def picked(words: str, images: Sequence[ManagedImage]) -> list[ManagedImage]:
    """The images that an answer means: numbers from 1, ranges, `all`, and names or globs as `init` takes them.

    Raises CommandFailed for a word that means none of them.
    """
    found: set[int] = set()
    for word in re.split(r"[\s,]+", words.strip()):
        numbers = selection(word, len(images))
        if numbers is not None:
            found.update(number - 1 for number in numbers)
        elif re.fullmatch(r"[\d-]+", word):
            raise CommandFailed(f"{word} is not among the numbers 1 to {len(images)}.", "")
        else:
            found.update(images.index(image) for image in chosen(images, [word], []))
    return [images[index] for index in sorted(found)]


def selection(word: str, count: int) -> list[int] | None:
    """The numbers that a word means; None when it is no number, range or `all`, or goes beyond `count`."""
    if word.lower() == "all":
        return list(range(1, count + 1))
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", word)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return list(range(first, last + 1)) if 1 <= first <= last <= count else None


def _numbered(offered: Sequence[Found]) -> list[str]:
    width = max((len(one.image_name) for one in offered), default=0)
    return [f"{number:>4}  {one.image_name:<{width}}  {_described(one)}" for number, one in enumerate(offered, start=1)]


def _described(found: Found) -> str:
    image, standing = found.image, found.standing
    held = f"  in a gallery: {standing.value}" if standing else ""
    return f"{image.os_type} {image.hyper_v_generation} {image.location}{held}"


def _not_offered(found: Sequence[Found], *, again: bool) -> list[str]:
    judged = ((one, one.obstacles(again=again)) for one in found)
    return [f"   -  {one.image_name}: {' '.join(each.text for each in reasons)}" for one, reasons in judged if reasons]
