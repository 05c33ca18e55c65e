"""What a reviewer decides from: the preview of a stack, the gates it needs and the stages it changes, as one comment.

`outlook` asks for what is known. `findings` (what stands against the change), `against` (how that is told),
`irreversible` and `tables` write the comment's parts, `parts` makes them fit, `comment` puts them in order;
`for_screen` has the same for a terminal.
"""
