"""The report of a stack.

`facts` about its migrations, `summary` (what is blocked, what is left, totals), `costs` and `timeline` (pure), the two
templates (`document`), and all of it put together and written (`stack_report`).
"""
