"""The boot test: `machines` with their `network`, the way to `sign_in` to one, and what all is called (`resources`)."""
