"""What of a stack a command may touch: the migrations that it was told to, and nothing of the others.

Read it as: `stages_in_state` (where each migration stands in the stack, whatever the file says), `part` (what is meant,
what stays as it is, and when that is refused), `config_copy` (the config for the engine, without what the stack does
not have yet and nobody asked for), `steps` (which steps of a plan are others') and `planned` (the plan of a part).
"""
