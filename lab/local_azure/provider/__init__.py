"""A stand-in for the azure-native provider plugin: the engine's gRPC calls become the ARM requests the real one sends.

It is a test double (its plugin version says so) and follows the real provider's observed behaviour, told in
docs/reference/provider-protocol.md. Read in the order of a call: `servicer` (gRPC edge) -> `check`, `diff`,
`operations`, `functions` (what each call means) -> `shapes`, `preview`, `drift` (how properties change their form) ->
`arm` (HTTP). The resource types are data: `types/*.yaml`, read by `catalogue`.
"""
