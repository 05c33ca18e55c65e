"""The Pulumi engine, driven through the Automation API with the same program, stacks and config as Pulumi itself.

Read it as: `stack` (the stack of a project: its config, updates and state), `project_files` (where these are),
`preview` (what an update would do, judged), `stored_state` (the state without decrypting it),
`engine_errors` (what the engine could not do), `start_errors` (what kept the program or a plugin from starting),
`pack_environments` (policy packs that could not start either),
`process` (the engine's process, which gets every signal), `event_report` (what its events say, with `downloads`) and
`failures` (errors for people, made from those events).
"""
