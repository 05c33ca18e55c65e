"""What would stand in the way of a migration, found before it does; each `finding` with its remedy.

`machine` (Python, engine, plugin), `azure` (reached, as whom, with which permissions), `state` (has each image its
hook), `forms` (did another release write it), `adoptions` (is an image there twice).
"""
