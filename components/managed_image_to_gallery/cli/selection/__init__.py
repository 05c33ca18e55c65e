"""A selection of a stack's migrations: what a command may change, and nothing of the others.

Read it as: `stages_in_state` (the stage of each migration in the stack, whatever the file says), `selection` (which
migrations are selected, what stays as it is, and when that is refused), `config_copy` (the config for the engine,
without what the stack does not have yet and nobody selected), `steps` (which steps of a plan belong to others) and
`limited_update` (preview and update of a selection).
"""
