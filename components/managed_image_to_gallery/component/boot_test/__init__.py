"""The boot test: the `machines` that are declared, their `network` and `access`; how all is called (`resources`)."""
