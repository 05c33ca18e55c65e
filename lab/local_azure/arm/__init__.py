"""What every resource provider behind Azure Resource Manager has in common; nothing in this folder knows of HTTP.

Read it in this order: `json_types`, `errors`, `resource_ids`, `names`, `regions`, `clock`, `resource`, `store`,
`replica` (the store as somebody sees it who is late), `operations`, `writes`, `settings`, `bodies` and `storage` (how a
provider reads and spells what is sent), `resource_type` (what a family of resources fills in, and what it sees of the
world), `world`, `locations` (what is asked of each body), `lifecycle` (how a request is carried out on one) and
`endpoint` (paths that are no resources).
"""
