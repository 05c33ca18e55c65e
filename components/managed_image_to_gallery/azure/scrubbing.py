"""An exchange with Resource Manager without anything that tells whose it was: its form, and Azure's own words. Pure.

What is kept is listed; everything else is replaced. Kept are keys, numbers, truth values, the words that Azure defines
(states, types, codes, regions) below keys that hold nothing else, and the type words of ids. Replaced are names, ids,
times, tokens, addresses, tags and every other text. An error's message is kept, because most of it is Azure's, without
its quoted parts, ids, addresses, words with digits or in camelCase, and the names that the request had.

A name becomes the same mark wherever it stands (`Marks`), in an id, as a resource's name or its publisher, so that a
recording tells which requests were about the same thing, and can be sent again. The key of the marks is in no
recording, so that no name can be guessed from one.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from managed_image_to_gallery.azure.json_types import Json

_AZURES_WORDS = frozenset(
    {
        "aggregatedState",
        "architecture",
        "cacheControl",
        "caching",
        "code",
        "createOption",
        "deleteOption",
        "diskState",
        "hyperVGeneration",
        "level",
        "location",
        "osState",
        "osType",
        "privateIPAllocationMethod",
        "provisioningState",
        "region",
        "registrationState",
        "replicationMode",
        "state",
        "status",
        "storageAccountType",
        "tier",
        "type",
        "vmSize",
    }
)
"""Keys below which only words of Azure's stand."""

_AZURES_NAMES = {"targetRegions": "region", "sku": "tier"}
"""Objects whose `name` is a word of Azure's, and the key that the same word has elsewhere."""

_NAMES = frozenset({"name", "publisher", "offer", "sku"})
"""Keys below which a name stands that something else may have too."""

_OWN_KEYS = ("tags", "userassignedidentities", "parameters", "metadata")
"""Below keys that end so, in whatever case, the keys are the user's too, however deep."""

_OF_AN_ERROR = frozenset({"", "error", "details", "innererror"})
"""What a message stands in that is Azure's own: a machine's, in `statuses`, is what a user's script printed."""

_OWN = "<own>"
"""Stands for the keys below which everything is the user's."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]{0,80}")
_KEY = re.compile(r"[$@A-Za-z][\w.@$-]{0,60}")
_KEYWORD = re.compile(r"[A-Za-z]{2,60}")
_NAMESPACE = re.compile(r"[A-Za-z]+(\.[A-Za-z]+)+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?")
_QUOTED = re.compile(r"""(?<!\w)'.*?'(?!\w)|"[^"]*"|`[^`]*`|\u2018.*?\u2019(?!\w)|\u201c[^\u201d]*\u201d""", re.DOTALL)
"""What stands between quotes of any kind; an apostrophe within a word, as in `can't`, is none."""
_TELLING = re.compile(r"\S*[/\\@:=_-]\S+|\S*\d\S*|\S*[a-z][A-Z]\S*")
LONGEST_LIST = 10
"""Items of a list that are kept: a subscription may have thousands, and the first ones show their form."""
_KEPT_QUERY = frozenset({"api-version", "$expand", "$top", "forcedeletion", "monitor", "statusonly"})
_LEFT_OUT = "REDACTED"
"""What Azure's SDK for Go logs in place of a value."""


@dataclass(frozen=True)
class Marks:
    """What stands in place of a name: `<name 1f3a…>`, in capitals where the whole name is. Without a key, `<name>`.

    Azure's answers spell some names in capitals that the request did not, which is worth knowing.
    """

    key: bytes = b""

    def of(self, name: str) -> str:
        """The mark of a name, the same for each spelling of it."""
        if not self.key:
            return "<name>"
        kind = "NAME" if name.isupper() else "name"
        return f"<{kind} {hmac.digest(self.key, name.lower().encode(), 'sha256').hex()[:10]}>"


ALL_ALIKE = Marks()
"""The marks of a text of which nobody has to know what is the same as what."""


def scrubbed_path(path: str, marks: Marks = ALL_ALIKE) -> str:
    """The path of an id or request: its type words, and a mark for everything else."""
    return "/" + "/".join(word if kept else marks.of(word) for word, kept in _words(path))


def _words(path: str) -> Iterator[tuple[str, bool]]:
    """The words of a path, and whether each says a type."""
    is_keyword, is_namespace = True, False
    for word in path.strip("/").split("/"):
        keep = _KEYWORD.fullmatch(word) if is_keyword else is_namespace and _NAMESPACE.fullmatch(word)
        yield word, bool(keep)
        is_keyword, is_namespace = not is_keyword, is_keyword and word.lower() == "providers"


def scrubbed_query(url: str) -> dict[str, str]:
    """The parameters of a request: those that say what is asked, and `<text>` for what the others say."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return {key if _KEY.fullmatch(key) else "<key>": _asked(key, value) for key, value in pairs}


def _asked(key: str, value: str) -> str:
    kept = key.lower() in _KEPT_QUERY and value != _LEFT_OUT and re.fullmatch(r"[\w-]{1,40}", value)
    return value if kept else "<text>"


def scrubbed_value(header: str) -> str:
    """The value of a header of which Azure's own words are kept; `<there>` where a log has left it out."""
    return "<there>" if header == _LEFT_OUT else header


def scrubbed_link(url: str, marks: Marks = ALL_ALIKE) -> str:
    """Where a header leads to: path and the kept parameters, without host and signature; `<there>` for no address."""
    if "://" not in url:
        return "<there>"
    kept = [f"{key}={value}" for key, value in sorted(scrubbed_query(url).items()) if value != "<text>"]
    return scrubbed_path(urlsplit(url).path, marks) + (f"?{'&'.join(kept)}" if kept else "")


def names_in(path: str) -> frozenset[str]:
    """The names that a request's path has, in lower case: what an answer's message must not have."""
    return frozenset(word.lower() for word, kept in _words(path) if not kept)


def names_below(value: Json, key: str = "") -> Iterator[str]:
    """The names that a body tells, in lower case: in ids, and below each key that ends in `name`."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from names_below(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from names_below(each, key)
    elif isinstance(value, str) and value.startswith("/subscriptions/"):
        yield from names_in(value)
    elif isinstance(value, str) and key.lower().endswith("name"):
        yield value.lower()


def scrubbed(value: Json, key: str = "", names: Collection[str] = (), marks: Marks = ALL_ALIKE) -> Json:
    """A body, or a part of one that stands below a key. names: those of the request, in lower case."""
    if isinstance(value, dict):
        return {_key(name, key): scrubbed(each, _below(key, name), names, marks) for name, each in value.items()}
    if isinstance(value, list):
        return [scrubbed(each, key, names, marks) for each in value[:LONGEST_LIST]]
    return _text(value, key, names, marks) if isinstance(value, str) else value


def _below(around: str, name: str) -> str:
    """The key that tells what may stand below `name` in an object that stands below `around`."""
    if _is_own(around) or (name == "message" and around not in _OF_AN_ERROR):
        return _OWN
    return _AZURES_NAMES.get(around, name) if name == "name" else name


def _key(name: str, around: str) -> str:
    return name if not _is_own(around) and _KEY.fullmatch(name) else "<key>"


def _is_own(key: str) -> bool:
    return key == _OWN or key.lower().endswith(_OWN_KEYS)


def _text(text: str, key: str, names: Collection[str], marks: Marks) -> str:
    if key in _AZURES_WORDS and _WORD.fullmatch(text):
        return text
    if key == "message":
        return _without(names, _TELLING.sub("<…>", _QUOTED.sub("<…>", text)))[:500]
    if text.startswith("/subscriptions/"):
        return scrubbed_path(text, marks)
    if key in _NAMES and marks.key:
        return marks.of(text)
    return "<time>" if _TIME.fullmatch(text) else "<text>"


def _without(names: Collection[str], message: str) -> str:
    return " ".join("<…>" if word.strip(".,;()[]").lower() in names else word for word in message.split())
