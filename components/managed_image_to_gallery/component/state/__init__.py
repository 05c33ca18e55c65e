"""What the stack's state says of its migrations, and the records that they keep there.

`own_state` is what the state had before the run, as `reading` read it; `rules` compare it with the config,
`former_names` finds what belongs to a migration, `newer_forms` what only a later release can read. `records` declares
the records, `record_hooks` guard them. `resource_types` says what the types and names of all that a component
declares are.
"""
