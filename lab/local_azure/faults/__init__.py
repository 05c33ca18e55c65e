"""Fault rules: which request, and what happens to it instead of, before or after what Azure would do.

`rules` is the form in which they are written (YAML, JSON), `matching` decides, `engine` keeps the rules in force and
the log of what was injected, `consequences` carries out what concerns the state. What concerns the connection (delays,
refusals, resets) is the front door's (`local_azure.http.injection`).
"""
