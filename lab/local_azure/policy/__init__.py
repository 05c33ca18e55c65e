"""Azure Policy: assignments with their parameters (`types`), and their refusals (`errors`).

Nothing is evaluated; what assignments say of each resource (`states`) is all good news.
"""
