"""A fleet that is too large for one stack, split into stacks (shards) that existing engines run side by side.

Read it as: `choices` (what can be asked), `fleet_file` (what is to be migrated), `image_facts` (what an inventory knows
of the images), `estate_entries` (entries for images that no migration names), `members` (migrations with what they are
grouped by), `planning` (which stack each belongs to), `azure_limits` (what Azure allows), `config_room` (what one
config can hold), `placements` (where they are already), `fleet_plan` (all of it together), `writing` (the stacks'
files), `command`. Then what engines take: `ci_matrix`, `pulumi_deployments`, `kubernetes_operator`, `emitting`. Last,
looking at many stacks: `stacks`, `side_by_side`, `fleet_report`, `fleet_pages`.
"""
