"""Which tool reads a file, told by its name and its text. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.repositories.source_text import SourceText

_BY_NAME = (
    (r"\.pkr\.(?:hcl|json)$|\.pkrvars\.(?:hcl|json)$", "Packer"),
    (r"\.tf(?:\.json)?$|\.tfvars(?:\.json)?$", "Terraform"),
    (r"\.tfstate(?:\.backup)?$", "Terraform state"),
    (r"\.bicep(?:param)?$", "Bicep"),
    (r"\.psm?1$|\.psd1$", "PowerShell"),
    (r"(?:^|/)Vagrantfile$", "Vagrant"),
    (r"(?:^|/)\.?kitchen(?:\.\w+)*\.ya?ml$", "Test Kitchen"),
    (r"(?:^|/)Pulumi(?:\.[^/]+)?\.ya?ml$", "Pulumi"),
    (r"(?:^|/)\.github/|(?:^|/)azure-pipelines[^/]*\.ya?ml$|(?:^|/)\.gitlab-ci", "pipeline"),
    (r"\.(?:sh|bash|zsh|cmd|bat)$", "script"),
)
_BY_TEXT = {
    ".json": (
        (r"\"builders\"\s*:|\"azure-arm\"", "Packer"),
        (r"deploymentParameters\.json", "ARM parameters"),
        (r"deploymentTemplate\.json|\"apiVersion\"\s*:", "ARM template"),
        (r"customImageId|vmTemplate", "AVD"),
        (r"virtualMachineImageId|arm_image_id", "Batch"),
    ),
    ".yml": (
        (r"\bazure_rm_", "Ansible"),
        (r"\bazureVM\b|imageTopLevelType", "Jenkins"),
        (r"machine\.openshift\.io|cluster\.x-k8s\.io|^kind:", "Kubernetes"),
        (r"arm_image_id|pool_specification", "Batch"),
        (r"azure-native:|^runtime:", "Pulumi"),
        (r"^(?:jobs|steps|stages|on|trigger|pool|variables):", "pipeline"),
    ),
    ".xml": ((r"imageReference|azure", "Jenkins"),),
    ".hcl": ((r"azure-arm", "Packer"), (r"", "HCL")),
    "": ((r"\[\[+\s*node", "CycleCloud"), (r"\bpulumi", "Pulumi"), (r"\bImageName\s*=", "CycleCloud")),
}


def tool_of(source: SourceText) -> str:
    """The tool whose file it is, as people call it; by default the kind of file."""
    for pattern, tool in _BY_NAME:
        if re.search(pattern, source.name, re.IGNORECASE):
            return tool
    suffix = ".yml" if source.suffix == ".yaml" else source.suffix
    for pattern, tool in (*_BY_TEXT.get(suffix, ()), *_BY_TEXT[""]):
        if re.search(pattern, source.text, re.MULTILINE | re.IGNORECASE):
            return tool
    return source.suffix.removeprefix(".") or "text"
