"""What galleries, definitions and versions may say beyond what a migration needs: its `args`, `models` and `rules`."""
