"""Template specs: ARM templates that are kept in Azure, with their versions (`types`), and their refusals (`errors`).

Nothing is deployed from them here. They matter because a template names images as text, without needing them.
"""
