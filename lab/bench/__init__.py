"""What this project costs in time and memory, measured on local Azure: `python -m bench` (`make bench`).

Each part of the page is a module that measures rows and tells of them (`results.Part`; `parts` lists them). What was
measured is kept in `lab/bench/results/`, and `page` writes docs/performance.md and its pictures from that alone.

`fleets`, `azure`: what is migrated, and where. `processes`, `measured`: time and memory of a command. `machine`: what
it ran on. `tables`, `charts`, `exponent`: how figures are shown.
"""
