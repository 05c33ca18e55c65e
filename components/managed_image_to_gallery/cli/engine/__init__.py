"""The Pulumi engine, driven through the Automation API with the same program, stacks and config as Pulumi itself.

Read it as: `stack` (the stack of a folder: its config, updates and state), `preview` (what an update would do, judged),
`stored_state` (the state without decrypting it), `process` (the engine's process, told of every signal), `event_report`
(what its events say) and `failures` (errors for people, made from those events).
"""
