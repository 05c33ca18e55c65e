"""Virtual machines, their run commands, and scale sets.

A machine's story, in the order of reading: `api_versions`, `enumerations`, `sizes`, `errors`; `source` (what it starts
from: an `image_reference` to `managed_images`, `gallery_images`, `platform_images`, or an attached disk), `model` (the
body as Azure keeps it: `storage_profile`, `os_profile`), `disk_rules`, `disks` and `network_interfaces` (what a machine
makes and holds), `guest` and `instance_view` (what runs in it), `power`, `scripts`, `run_command`, `run_command_types`
and `machine_types`. Sets of machines are in `scale_set_model`, `scale_set_instances` and `scale_set_types`; `types` is
all of it.

Where it differs from Azure: nothing runs. A script "prints" the literal text of its echo lines, and whether a machine
boots at all is said by the image (`guest`).
"""
