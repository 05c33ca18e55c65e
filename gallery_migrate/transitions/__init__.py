"""From one stage to the next, for several migrations in one reviewed update.

Read it as: `gates` (which are ready), `checked_plan` (preview, plan check, question), `agreement` (what Azure says
afterwards) and `transition` (all of it, with the stack's file put back whenever nothing was changed).
"""
