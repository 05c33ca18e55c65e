"""Azure Batch: accounts (`accounts`) and the pools in them (`pools`), which hold an image with or without a machine.

`types` is both, `errors` their refusals. Nodes are counted and not made: in the allocation mode `BatchService` they
stand in a subscription of the service.
"""
