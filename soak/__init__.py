"""The soak: drawn histories of a stack under faults, run by the real engine against local Azure, judged by an oracle.

`histories` says what a history is and draws it, `faults` and `others` and `interruptions` make it go wrong, `play`
plays it, `oracle` judges every deletion of an image by itself, `recovery` does what docs/runbook.md says, `tally` and
`report` write docs/reliability.md. Run it with `python -m soak`.
"""
