"""The stand-in Python language host: what starts Python programs and plugins for a Pulumi engine built from Go modules.

An official Pulumi installation brings its own `pulumi-language-python`, which is used whenever it is there. Go's module
proxy has the engine but not that program, so this package answers the same gRPC service (`LanguageRuntime`, protos
from the SDK). The program itself is started by the SDK's own `pulumi-language-python-exec`, which does come with the Go
modules, so tracebacks, threads and exit statuses are the official ones.

Read in this order: the start of the package with `lean_import` and `server`, `servicer` (the service), `options` and
`python_environment` (which Python), `program` (Run, with `executor`), `plugin` (RunPlugin), `packages` and
`installation` (dependencies), `child_process`, `errors`.
"""
