"""Local Azure: an embedded stand-in for Azure Resource Manager, the Pulumi engine's build, and the stand-in plugins.

It judges the product independently: nothing here imports the product, and no rule is shared with it.

From the ground up: `arm` (what all resources have in common), `authorization`, then the families `resource_groups`,
`subscriptions`, `images`, `disks`, `galleries`, `virtual_machines`, `network`, `image_templates`, `deployments`,
`batch`, `desktop_virtualization`, `dev_test_labs`, `policy` and `template_specs`, and over all of it `resource_graph`
and `activity_log`;
`catalog` is all of them, `catalog_table` the same for people. `faults` go wrong on purpose, `seed` is what is there
from the beginning, `http` the front door. `instance` puts one together, `serving` runs it, `starting` waits for it,
`background` keeps it running, `environment` points clients at it, with `trust` in its certificates, `private_files`
keeps secrets, `cli` is the command, `help` how its help looks, `comparing` lays a
recording of Azure beside it. Beside it: `engine`, `language_host` and `provider`, for
whoever has no Pulumi.
"""
