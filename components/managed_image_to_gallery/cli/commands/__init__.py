"""One module per command, each with one function of its name: options in, rooms called, text and status out.

Before: `selftest`, `doctor`, `inventory`, `init`, `check`, `preview`, `plan_check`. On the way: `publish`, `status`,
`validate`, `retire`, `resume`. Afterwards: `report`, `evidence`, `references`, `prune`, `restore`, `readopt`. Many
stacks: `shard`. `options` is what several of them have in common.
"""
