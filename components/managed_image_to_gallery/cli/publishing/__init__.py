"""Publishing: the versions that a plan would make or change, in waves, each one update of the engine.

Read it as: `jobs` (what is to be made), `publication` (the waves, one after the other), `publishing` (plan, question,
waves, of a part of a stack) and `command` (the same on a terminal).
"""
