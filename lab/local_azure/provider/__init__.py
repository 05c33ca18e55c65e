"""A stand-in for the azure-native provider plugin: the engine's gRPC calls become the ARM requests the real one sends.

It is a test double (its plugin version says so) and follows the real provider's observed behaviour, recorded in the
reference document *provider-contract*; section numbers in this package's docstrings are that document's. Read in the
order of a call: `servicer` (gRPC edge) -> `check`, `diff`, `operations`, `functions` (what each call means) ->
`shapes`, `preview`, `drift` (how properties change their form) -> `arm` (HTTP). The resource types are data:
`types/*.yaml`, read by `catalogue`.
"""
