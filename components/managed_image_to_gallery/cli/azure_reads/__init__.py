"""What a command that only reads knows of Azure: nothing is read twice, however many stacks ask.

Read it as: `shared_facts` (lists that all stacks of a command share, one connection per identity and cloud) and
`stack_facts` (what one stack knows, for its report, its gate and its status).
"""
