"""A fleet that is too large for one stack, split into stacks (shards) that existing engines run side by side.

Read it as: `choices` (what can be asked), `fleet_file` (what is to be migrated), `images` (what is known of the images,
and entries for those that no migration names), `planning` (which stack each migration belongs to), `limits` (what Azure
and one config can hold), `placements` (where migrations are already, and their stacks' files), `fleet_plan` (all of it
together), `command`. Then `engines` (what runs the stacks), `stacks` (many opened and asked), and `fleet_report`.
"""
