"""The Pulumi engine, driven through the Automation API with the same program, stacks and config as Pulumi itself.

Read it as: `stack` (the stack of a project: its config, previews and updates), `project_files` (where these are),
`engine_errors` (what it could not do), `process` (the engine's process, told of every signal), `event_report` (what its
events say), `policy_violations` and `step_failures` (errors for people, made from those events).
"""
