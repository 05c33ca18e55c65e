"""What every resource provider behind Azure Resource Manager has in common; nothing in this folder knows of HTTP.

Read it in this order: `errors`, `resource_ids`, `clock`, `resource`, `store`, `operations`, `world`,
`resource_type` (what a family of resources fills in) and `lifecycle` (how a request is carried out on one).
"""
