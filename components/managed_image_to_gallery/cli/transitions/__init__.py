"""From one stage to the next, for several migrations in one reviewed update.

Read it as: `gates` (which are ready), `checked_plan` (a preview that the plan check lets pass), `agreement` (what Azure
says afterwards) and `transition` (all of it; the stack's file is written when somebody has consented and the engine has
begun).
"""
