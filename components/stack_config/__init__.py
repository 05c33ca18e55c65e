"""The stack's config: its shape, its rules, and how it is read."""
