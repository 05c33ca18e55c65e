"""Many migrations at once: in which waves, how long that takes, and when to stop.

Read it as: `waves`, `estimates`, `stop_rule`. All pure.
"""
