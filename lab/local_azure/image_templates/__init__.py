"""Azure Image Builder templates: the form in which they name images, which is all that a reference scan reads.

No template is ever built here; `run` is on the list of differences from Azure.
"""
