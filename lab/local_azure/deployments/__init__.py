"""Deployments of ARM templates to a resource group: what `az vm create` makes its machine with.

Read it in this order: `expressions` and `functions` (the template language), `template` (what is to be put, in which
order), `planning` (may it be deployed), `steps` and `progress` (it is), `deployment` and `deployment_operations` (how
it is shown), `endpoints`, `errors`, `types`.
"""
