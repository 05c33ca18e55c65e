"""A local Azure that runs in the background: `process` starts, stops and uses it, `client` asks its admin endpoint."""
