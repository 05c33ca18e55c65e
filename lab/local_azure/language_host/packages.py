"""Which distributions a program's Python has, and which Pulumi plugins they need."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulumi.runtime.proto import plugin_pb2

from local_azure.language_host.errors import CommandFailedError
from local_azure.language_host.python_environment import activated, python_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local_azure.language_host.options import RuntimeOptions

# Runs in the program's Python, which may be of any version and have no pip. A package's plugin file is looked for
# where Pulumi's convention puts it instead of in the list of its files: azure-native's has many thousand.
_LIST_DISTRIBUTIONS = """
import importlib.metadata, json
def plugin_file(distribution, name):
    path = distribution.locate_file(name.replace("-", "_") + "/pulumi-plugin.json")
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
found = {}
for distribution in importlib.metadata.distributions():
    name = distribution.metadata["Name"]
    if name and name not in found:
        found[name] = {
            "name": name,
            "version": distribution.version,
            "plugin": plugin_file(distribution, name),
        }
print(json.dumps(list(found.values())))
"""

# These packages are Pulumi's and have no plugin (pulumi-language-python: packagesWithoutPlugins).
_WITHOUT_PLUGIN = frozenset({"pulumi-policy", "pulumi-esc-sdk"})


_PRE_RELEASES = {"a": "alpha", "b": "beta", "rc": "rc"}


@dataclass(frozen=True)
class Distribution:
    """An installed distribution; `plugin` is its `pulumi-plugin.json`, None without one."""

    name: str
    version: str
    plugin: Mapping[str, object] | None

    @property
    def normalized_name(self) -> str:
        """The name by PEP 503: lower case, one hyphen between the parts."""
        return re.sub(r"[-_.]+", "-", self.name).lower()  # `packaging.utils` costs every start 40 ms


def installed_distributions(options: RuntimeOptions) -> list[Distribution]:
    """What is installed in the Python that runs the program, in no order.

    Raises:
        LanguageHostError: there is no such Python, or it failed.
    """
    command = [python_command(options), "-c", _LIST_DISTRIBUTIONS]
    done = subprocess.run(
        command,
        cwd=options.program,
        env=activated(os.environ, options.virtualenv_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailedError("listing Python packages", command[:1], done.returncode, done.stderr)
    return [Distribution(entry["name"], entry["version"], entry["plugin"]) for entry in json.loads(done.stdout)]


def required_packages(distributions: Iterable[Distribution]) -> list[plugin_pb2.PackageDependency]:
    """The plugins that the Pulumi packages among `distributions` need."""
    found = (_package_dependency(distribution) for distribution in distributions)
    return [dependency for dependency in found if dependency is not None]


def _package_dependency(distribution: Distribution) -> plugin_pb2.PackageDependency | None:
    """The plugin of one package; None when it has none or its version cannot be told from the package's."""
    name = distribution.normalized_name
    plugin = distribution.plugin
    if plugin is None and not name.startswith("pulumi-"):
        return None
    if name in _WITHOUT_PLUGIN or (plugin is not None and not plugin.get("resource", False)):
        return None
    described = plugin or {}
    version = str(described.get("version") or "") or plugin_version(distribution.version)
    if version is None:
        return None
    return plugin_pb2.PackageDependency(
        name=str(described.get("name") or "") or name.removeprefix("pulumi-"),
        version=f"v{version.removeprefix('v')}",
        kind="resource",
        server=str(described.get("server") or ""),
    )


def plugin_version(package_version: str) -> str | None:
    """The semantic version for a PEP 440 version; None where it has none (epochs, local versions).

    As pulumi-language-python's determinePluginVersion: `1.0` is `1.0.0`, `1.2.3a4` is `1.2.3-alpha.4`,
    `1.2.3.post4.dev5` is `1.2.3+post4dev5`.
    """
    # Imported here: most packages say the version themselves, and every start of the host would pay for it.
    from packaging.version import InvalidVersion, Version

    try:
        version = Version(package_version)
    except InvalidVersion:
        return None
    if version.epoch or version.local:
        return None
    missing = (0,) * (3 - len(version.release))
    text = ".".join(map(str, (*version.release, *missing)))
    if version.pre is not None:
        text += f"-{_PRE_RELEASES[version.pre[0]]}.{version.pre[1]}"
    build = "".join(
        f"{word}{number}" for word, number in (("post", version.post), ("dev", version.dev)) if number is not None
    )
    return f"{text}+{build}" if build else text
