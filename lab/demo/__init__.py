"""The documented example from beginning to end, with the real engine on the user's screen: `python -m demo`."""
