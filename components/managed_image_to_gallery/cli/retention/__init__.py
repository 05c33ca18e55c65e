"""Retention of image versions: `rules` decides (pure), `prune` shows and writes what follows for the config."""
