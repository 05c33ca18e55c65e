"""The Pulumi engine: found where it is installed, else installed, else built from its Go modules.

Read in this order: `pins` (versions), `engine` (what an engine is), `finding` (where one is), `cache` (where they are
kept), `installing` (how one gets there: `official`, then `go_toolchain` and `build`), `home` (the folder a built engine
runs from), `progress` and `errors` (what people read), `cli`.
"""
