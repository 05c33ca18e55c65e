"""The exchanges that the azure-native provider tells in its log, at the verbosity 9. Pure.

Its requests go through Azure's SDK for Go, whose log has each request and each answer with headers and body; headers
that may tell a secret, and parameters other than the api-version, have no value there. The provider writes that into a
file of glog's, which reaches the disk every 30 seconds and not when the provider ends: the last part of what a command
did is missing. Source: docs/reference/provider-protocol.md#the-log-of-the-provider.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.recording import Exchange, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.azure.json_types import Json

LOG_FILES = "pulumi-resource-azure-native.*.log.INFO.*"
"""The names of the provider's log files, in the folder for temporary files."""

_ENTRY = re.compile(r"^[IWEF]\d{4} [\d:.]+ +\d+ [^\]\n]+\] ", re.MULTILINE)
_ASKED, _ANSWERED = "==> OUTGOING REQUEST (", "==> REQUEST/RESPONSE ("
_LINE = re.compile(r"^ {3}(GET|HEAD|PUT|PATCH|POST|DELETE) (https://\S+)$", re.MULTILINE)
_STATUS = re.compile(r"^ {3}RESPONSE Status: (\d{3})\b.*$", re.MULTILINE)
_HEADER = re.compile(r"^ {3}([A-Za-z][\w-]*): (.*)$", re.MULTILINE)
_RULE = re.compile(r"^ {3}-{80}$", re.MULTILINE)


def exchanges_in(log: str) -> Iterator[Exchange]:
    """Those whose answer the log has whole. An entry that is of another form is passed over."""
    asked: defaultdict[tuple[str, str], list[Json]] = defaultdict(list)
    for entry in _ENTRY.split(log):
        line = _LINE.search(entry)
        if line is None:
            continue
        about = (line[1], line[2])
        if _ASKED in entry:
            asked[about].append(_body(entry))
        elif _ANSWERED in entry:
            request = asked[about].pop(0) if asked[about] else None
            found = _answered(entry, about, request)
            if found:
                yield found


def _answered(entry: str, about: tuple[str, str], request: Json) -> Exchange | None:
    status = _STATUS.search(entry)
    if status is None:
        return None
    answer = entry[status.end() :]
    headers = {name: value.strip() for name, value in _HEADER.findall(_RULE.split(answer)[0])}
    return Exchange(*about, request, int(status[1]), headers, _body(answer))


def _body(entry: str) -> Json:
    """The body that stands between two rules at the end of an entry."""
    parts = _RULE.split(entry)
    return parsed(parts[-2]) if len(parts) >= 3 else None
