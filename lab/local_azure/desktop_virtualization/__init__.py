"""Azure Virtual Desktop: host pools (`host_pools`) and how their hosts are made (`session_host_configurations`).

`types` is both, `errors` their refusals. Session hosts are plain machines, and no service makes them here.
"""
