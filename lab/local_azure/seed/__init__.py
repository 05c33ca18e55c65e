"""Seed files: what is in this Azure before anybody comes.

`model` is their form; `puts` (with `paths`, `galleries`, `machines`) turns it into requests; `loading` sends these
through the same rules as every other request: a seed cannot make what Azure would refuse. `afterwards` is what
became of it since, `gone` what the activity log alone knows of.
"""
