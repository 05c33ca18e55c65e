"""What would stand in the way of a migration, found before it does; each finding with its remedy."""
