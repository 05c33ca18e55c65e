"""The version of a plugin, told from the version of its Python package."""

from __future__ import annotations

import re

_PEP_440 = re.compile(
    r"(?P<release>\d+(\.\d+)*)((?P<pre>a|b|rc)(?P<pre_number>\d*))?(\.post(?P<post>\d+))?(\.dev(?P<dev>\d+))?"
)
_PRE_RELEASES = {"a": "alpha", "b": "beta", "rc": "rc"}


def plugin_version(package_version: str) -> str | None:
    """The semantic version for a PEP 440 version; None where it has none (epochs, local versions).

    As pulumi-language-python's determinePluginVersion: `1.0` is `1.0.0`, `1.2.3a4` is `1.2.3-alpha.4`,
    `1.2.3.post4.dev5` is `1.2.3+post4dev5`.
    """
    match = _PEP_440.fullmatch(package_version)
    if match is None:
        return None
    segments = match["release"].split(".")
    version = ".".join(segments + ["0"] * (3 - len(segments)))
    if match["pre"]:
        version += f"-{_PRE_RELEASES[match['pre']]}.{match['pre_number']}"
    build = "".join(f"{word}{match[word]}" for word in ("post", "dev") if match[word])
    return f"{version}+{build}" if build else version
