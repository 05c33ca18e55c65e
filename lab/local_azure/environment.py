"""`local-azure env`: what a shell needs so that unmodified programs and clients talk to a running local Azure."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from local_azure.trust import add_authorities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_azure.arm.json_types import Json

READY_FILE_VARIABLE = "LOCAL_AZURE_READY_FILE"


def default_ready_file() -> Path:
    """Where `serve` announces itself and `env` looks when neither is told otherwise."""
    named = os.environ.get(READY_FILE_VARIABLE)
    return Path(named) if named else platformdirs.user_state_path("local-azure") / "ready.json"


def environment(ready: Json) -> dict[str, str]:
    """The variables for a server's ready document (docs/reference/resource-manager.md#certificates,
    docs/reference/resource-manager.md#clients).

    Engines attach to the stand-in provider that the server runs: without the warning and the start-up time that a
    plugin on PATH costs every command (docs/reference/provider-protocol.md#start-and-attachment). Its settings are
    these same variables.
    """
    host = str(ready["arm_endpoint"]).removeprefix("https://")
    bundle = str(ready["trust_bundle"])
    variables = {
        "ARM_SUBSCRIPTION_ID": str(ready["subscription_id"]),
        "ARM_TENANT_ID": str(ready["tenant_id"]),
        "ARM_CLIENT_ID": str(ready["client_id"]),
        "ARM_CLIENT_SECRET": str(ready["client_secret"]),
        "ARM_METADATA_HOSTNAME": host,
        "ARM_DISABLE_INSTANCE_DISCOVERY": "true",
        "AZURE_SUBSCRIPTION_ID": str(ready["subscription_id"]),
        "AZURE_TENANT_ID": str(ready["tenant_id"]),
        "AZURE_CLIENT_ID": str(ready["client_id"]),
        "AZURE_CLIENT_SECRET": str(ready["client_secret"]),
        "AZURE_AUTHORITY_HOST": str(ready["arm_endpoint"]),
        "AZURE_CORE_INSTANCE_DISCOVERY": "false",
        "AZURE_CORE_COLLECT_TELEMETRY": "false",
        "REQUESTS_CA_BUNDLE": bundle,
        "CURL_CA_BUNDLE": bundle,
        "SSL_CERT_FILE": bundle,
        "NODE_EXTRA_CA_CERTS": bundle,
        READY_FILE_VARIABLE: str(ready["ready_file"]),
    }
    if ready.get("provider_address"):
        port = str(ready["provider_address"]).rsplit(":", 1)[-1]
        variables["PULUMI_DEBUG_PROVIDERS"] = f"azure-native:{port}"
        # Without this the engine tries to download the real plugin first, before every single command.
        variables["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
    return variables


def path_with_engine(environ: Mapping[str, str]) -> str | None:
    """PATH with the Pulumi engine that was made for this machine; None when PATH has one, or none was made yet.

    That there is none is told on standard error: the shell itself would only say that it knows no `pulumi`.
    """
    from local_azure.engine.errors import EngineNotInstalledError
    from local_azure.engine.finding import find_engine

    try:
        path = find_engine(environ).environment(environ)["PATH"]
    except EngineNotInstalledError as missing:
        sys.stderr.write(f"{missing}\n")
        return None
    folder = path.split(os.pathsep, 1)[0]
    return None if folder in environ.get("PATH", "").split(os.pathsep) else path


def shell_environment(ready_file: Path) -> dict[str, str]:
    """What a shell needs to use the server that wrote the ready file, with PATH where the engine is not on it yet.

    The bundle of the server's authority gets those that this shell trusts.
    """
    variables = environment({**json.loads(ready_file.read_text()), "ready_file": str(ready_file.resolve())})
    add_authorities(Path(variables["SSL_CERT_FILE"]), os.environ)
    path = path_with_engine(os.environ)
    return variables if path is None else {**variables, "PATH": path}


def print_environment(ready_file: Path | None, *, as_json: bool) -> None:
    """Print the environment of the server that wrote the ready file; exit 1 when there is none."""
    path = ready_file or default_ready_file()
    if not path.exists():
        sys.stderr.write(f"No local Azure is running: {path} does not exist. Start one with: local-azure serve\n")
        raise SystemExit(1)
    variables = shell_environment(path)
    if as_json:
        sys.stdout.write(json.dumps(variables, indent=2) + "\n")
        return
    sys.stdout.writelines(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
