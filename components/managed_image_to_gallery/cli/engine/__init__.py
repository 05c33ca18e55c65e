"""The Pulumi engine, driven through the Automation API with the same program, stacks and config as `pulumi` itself.

Read it as: `stack` (the stack of a folder: its config, previews and updates), `event_report` (what the engine's events
say), `step_failures` (errors for people, made from those events) and `background` (an update that goes on while
something else looks at Azure, and Ctrl-C).
"""
