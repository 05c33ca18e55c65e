"""One look at Azure for a whole command, which reads nothing twice.

Read it as: `shared_look` (what all stacks of a command see together: lists of subscriptions and galleries),
`stack_look` (one stack's view, for the gate and the report), `connections` (one shared look per identity and cloud).
"""
