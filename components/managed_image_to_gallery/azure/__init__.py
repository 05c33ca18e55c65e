"""What is true of Azure: rules (pure) and reads (live). Nothing here knows of Pulumi, of the stack's config or of the
embedded Azure.

Rules
    `resource_ids`, `regions`, `names`, `limits`: what Azure accepts, as pure functions and tables. `errors`: what can
    go wrong.
Who asks
    `settings` (those of the azure-native provider) → `clouds` → `credentials`; `token_claims` says whom a token speaks
    for, `permissions` what it may do.
Questions
    `transport` (connections, with `bounded_body`) → `resource_manager` (one resource, or all pages of a list) →
    `answers`. `joined` and `remembered` put a question once, `shared_lists` a whole list once.
Answers
    `json_types`, `body` and `plain_text` (what a body may be), `times` and `digests`; `wire` makes `models` of bodies,
    `version_news` what Azure says against a version, `image_content` what an image holds.
Facts
    `reader` asks for typed facts. `rights` and `list_rights` prove that a list is whole; then `reference_scan` and
    `version_scan` find who needs an image (`wire_references` reads what bodies name), `reference_index` for all images.
"""
