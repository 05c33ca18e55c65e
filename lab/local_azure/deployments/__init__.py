"""Deployments of ARM templates to a resource group: what `az vm create` makes its machine with."""
