"""What a reviewer decides from: the preview of a stack, the gates it needs and the stages it changes, as one comment.

`outlook` asks for what is known, `comment` writes it as Markdown or JSON.
"""
