"""A fleet that is too large for one stack, split into stacks (shards) that existing engines run side by side.

Read it as: `fleet_file` (what is to be migrated), `image_facts` (what an inventory knows of the images), `members` (the
migrations with what they are grouped by), `planning` (which stack each belongs to), `azure_limits` (what Azure allows),
`placements` (where migrations are already), `writing` (the stacks' files). Then what engines take: `ci_matrix`,
`pulumi_deployments`, `kubernetes_operator`. Last, reading many stacks: `stacks`, `side_by_side`, `fleet_report`.
"""
