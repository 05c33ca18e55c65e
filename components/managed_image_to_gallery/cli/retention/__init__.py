"""Retention of image versions: `rules` decides (pure), the command shows and writes what follows for the config."""
