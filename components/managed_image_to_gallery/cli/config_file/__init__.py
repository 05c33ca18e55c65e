"""The stack's file `Pulumi.<stack>.yaml`, edited as a careful person would: comments, order and quotes stay.

Read it as: `choosing` (which images are meant, with `picker` at a terminal), `version_numbers` (the next free number),
`proposals` (from an image to a migration's entry, as what is `configured` allows), `resolved` (what a file says,
whatever it shares), `scalar_edit` (one value changed in its place), `appending` (new entries at the end), `stack_file`
(the file itself, as `text_bytes` reads it) and `engine_copy` (another text that the engine reads instead).
"""
