"""An exchange with Resource Manager without anything that tells whose it was: its form, and Azure's own words. Pure.

What is kept is listed; everything else is replaced. Kept are keys, numbers, truth values, the words that Azure defines
(states, types, codes, regions) below keys that hold nothing else, and the type words of ids. Replaced are names, ids,
times, tokens, addresses, tags and every other text. An error's message is kept, because most of it is Azure's, without
its quoted parts, ids, addresses, words with digits or in camelCase, and the names that the request had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from managed_image_to_gallery.azure.json_types import Json

_AZURES_WORDS = frozenset(
    {
        "aggregatedState",
        "cacheControl",
        "caching",
        "code",
        "createOption",
        "diskState",
        "hyperVGeneration",
        "level",
        "location",
        "osState",
        "osType",
        "provisioningState",
        "region",
        "replicationMode",
        "state",
        "status",
        "storageAccountType",
        "tier",
        "type",
    }
)
"""Keys below which only words of Azure's stand."""

_OWN_KEYS = frozenset({"tags", "userAssignedIdentities", "parameters", "metadata"})
"""Below these the keys are the user's too."""

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]{0,80}")
_KEY = re.compile(r"[$@A-Za-z][\w.@$-]{0,60}")
_KEYWORD = re.compile(r"[A-Za-z]{2,60}")
_NAMESPACE = re.compile(r"[A-Za-z]+(\.[A-Za-z]+)+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?")
_TELLING = re.compile(r"""'[^']*'|"[^"]*"|\S*[/\\@:=_-]\S+|\S*\d\S*|\S*[a-z][A-Z]\S*""")
LONGEST_LIST = 10
"""Items of a list that are kept: a subscription may have thousands, and the first ones show their form."""
_KEPT_QUERY = frozenset({"api-version", "$expand", "$top", "statusonly"})


def scrubbed_path(path: str) -> str:
    """The path of an id or request: its type words, and `<name>` for everything else."""
    words: list[str] = []
    is_keyword, is_namespace = True, False
    for word in path.strip("/").split("/"):
        keep = _KEYWORD.fullmatch(word) if is_keyword else is_namespace and _NAMESPACE.fullmatch(word)
        words.append(word if keep else "<name>")
        is_keyword, is_namespace = not is_keyword, is_keyword and word.lower() == "providers"
    return "/" + "/".join(words)


def scrubbed_query(url: str) -> dict[str, str]:
    """The parameters of a request: those that say what is asked, and `<text>` for what the others say."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return {key if _KEY.fullmatch(key) else "<key>": _asked(key, value) for key, value in pairs}


def _asked(key: str, value: str) -> str:
    return value if key.lower() in _KEPT_QUERY and re.fullmatch(r"[\w-]{1,40}", value) else "<text>"


def names_in(path: str) -> frozenset[str]:
    """The names that a request's path has, in lower case: what an answer's message must not have."""
    pairs = zip(path.strip("/").split("/"), scrubbed_path(path).strip("/").split("/"), strict=True)
    return frozenset(word.lower() for word, shown in pairs if shown == "<name>")


def names_below(value: Json, key: str = "") -> Iterator[str]:
    """The names that a body tells, in lower case: of resources, and in ids."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from names_below(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from names_below(each, key)
    elif isinstance(value, str) and value.startswith("/subscriptions/"):
        yield from names_in(value)
    elif isinstance(value, str) and key == "name":
        yield value.lower()


def scrubbed(value: Json, key: str = "", names: Collection[str] = ()) -> Json:
    """A body, or a part of one that stands below a key. names: those of the request, in lower case."""
    if isinstance(value, dict):
        below = {name: "" if key in _OWN_KEYS else name for name in value}
        return {_key(name, key): scrubbed(each, below[name], names) for name, each in value.items()}
    if isinstance(value, list):
        return [scrubbed(each, key, names) for each in value[:LONGEST_LIST]]
    return _text(value, key, names) if isinstance(value, str) else value


def _key(name: str, around: str) -> str:
    return name if around not in _OWN_KEYS and _KEY.fullmatch(name) else "<key>"


def _text(text: str, key: str, names: Collection[str]) -> str:
    if key in _AZURES_WORDS and _WORD.fullmatch(text):
        return text
    if key == "message":
        return _without(names, _TELLING.sub("<…>", text))[:500]
    if text.startswith("/subscriptions/"):
        return scrubbed_path(text)
    return "<time>" if _TIME.fullmatch(text) else "<text>"


def _without(names: Collection[str], message: str) -> str:
    return " ".join("<…>" if word.strip(".,;()[]").lower() in names else word for word in message.split())
