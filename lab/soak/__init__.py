"""The soak: drawn histories of a stack under faults, run by the real engine against local Azure, judged by an oracle.

`histories` says what a history is, `drawing` draws it by `kinds`; `faults`, `others` with `services`, `edits`,
`interruptions` and `operators` make it go wrong, `play` and `watch` play it. `judge` holds every deletion back for the
oracles: `oracle` for images, `only_copies` for versions, `consent` for whose word it was. `recovery` does what
docs/runbook.md says, `tally` and `report` write docs/reliability.md. Run it with `python -m soak`.
"""
