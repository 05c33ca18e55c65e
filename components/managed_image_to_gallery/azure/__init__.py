"""What is true of Azure: rules (pure), reads (live) and checks (eligibility and gate).

Rules
    `resource_ids`, `regions`, `names`, `limits`: what Azure accepts, as pure functions and tables.
Reads
    `settings` → `clouds` → `credentials` → `reader`: from the azure-native settings to typed facts (`models`).
Checks
    `eligibility`: may this image be published? `gate` and `checks`: may the source be deleted? Both answer
    with `verdicts`; `evidence` keeps what the gate saw.

Nothing here knows of Pulumi, of the stack's config or of the embedded Azure.
"""
