"""Azure Image Builder templates (`types`, `errors`): the form in which they name images, which is all that is scanned.

No template is ever built here; the action that builds one is on the list of differences from Azure.
"""
