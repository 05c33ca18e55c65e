"""Local Azure: an embedded stand-in for Azure Resource Manager, the Pulumi engine's build, and the stand-in plugins.

It judges the product independently: nothing here imports the product, and no rule is shared with it.
"""
