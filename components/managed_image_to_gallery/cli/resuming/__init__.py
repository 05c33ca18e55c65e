"""Going on after an interruption.

Read it as: `findings` (what the state and Azure say), `recovery` (what is done about it, in order).
"""
