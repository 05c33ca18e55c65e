"""A managed image again from an image version: `rules` says whether it can be (pure), `making` makes it."""
