"""A stand-in for the azure-native provider plugin: the engine's gRPC calls become the ARM requests the real one sends.

It is a test double (its plugin `version` says so) and follows the real provider's observed behaviour, told in
docs/reference/provider-protocol.md. The resource types are data: `types/*.yaml`, read by `catalogue` in the form of
`schema`; `package_schema` tells them to programs in YAML.

Read in the order of a call: `launcher` and `server` (how it is found), `servicer` (gRPC edge, with `protos`, `values`,
`replies`), `settings`, `caller` and `sessions` (for whom), `check` with `naming` and `validation`, `diff`, `operations`
with `limits`, `functions` (what each call means), `shapes`, `resource_ids`, `preview`, `drift` (how properties change
their form), `arm` (HTTP). `errors` is what a user reads.
"""
