"""How far replication is, seen from Azure and not from the engine.

Read it as: `samples` (the state of every region, and the journal for the report), `pace` (rate, time left, stalled),
`items` (versions as rows), `steps` (proofs and deletions as rows), `screen` (the lines that fit a screen), `display`
(those drawn again, or lines where nothing can be drawn), `watching` (an update with all of it) and
`asked` (the commands that are not done yet, for whoever resumes).
"""
