"""`python -m local_azure` is the `local-azure` command."""

from local_azure.cli import main

main()
