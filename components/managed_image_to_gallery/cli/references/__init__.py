"""What to change in everything that still names an old image: `finding` who does, `changes` in each tool's words."""
