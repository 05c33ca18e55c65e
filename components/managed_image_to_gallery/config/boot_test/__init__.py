"""The boot test as it is asked for: its `args` and `models`, its `rules`, and the `plan` of machines that it means."""
