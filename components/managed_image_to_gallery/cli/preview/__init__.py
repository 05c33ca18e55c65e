"""What a reviewer decides from: the preview of a stack, the gates it needs and the stages it changes, as one comment.

`outlook` says what is known, `gathering` asks for it, `comment` writes it as Markdown.
"""
