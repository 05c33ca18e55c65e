"""How far replication is, seen from Azure and not from the engine.

Read it as: `samples` (one look at every version), `pace` (rate, time left, stalled), `journal` (what was seen, kept for
the report), `asked` (what is not done yet, for whoever goes on), `display` (a table that moves, or lines where nothing
can move) and `watching` (an update with all of it).
"""
