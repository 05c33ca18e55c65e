"""The pipelines' steps as their services run them: read from the YAML, run by bash, against local Azure.

`machine` is what both services give a job, `github` and `azure_pipelines` read and run theirs. Stand-ins replace only
what a service or the network gives: checking out, Python's downloads, the token service, `gh`, `az`, pull requests.
"""
