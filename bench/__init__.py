"""What this project costs in time and memory, measured on local Azure: `python -m bench` (`make bench`).

Read in this order: `fleets` (what is migrated), `azure` (where), `measured` (time and memory of a command), `growth`
(from one migration to many), `page` (docs/performance.md, written from what was measured).
"""
