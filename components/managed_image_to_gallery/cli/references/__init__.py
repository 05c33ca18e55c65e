"""What to change in everything that still names an old image."""
