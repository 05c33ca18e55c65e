"""From one stage to the next, for several migrations in one reviewed update.

Read it as: `command` (what its commands have in common), `gates` (which are ready), `checked_plan` (a preview that the
plan check lets pass), `deletion_consent` (to exactly what is deleted), `agreement` (what Azure says afterwards) and
`transition` (all of it; the stack's file is written when somebody has consented and the engine has begun).
"""
