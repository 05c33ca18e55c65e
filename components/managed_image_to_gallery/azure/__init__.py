"""What is true of Azure: rules (pure) and reads (live). Nothing here knows of Pulumi, of the stack's config or of the
embedded Azure.

Rules
    `resource_ids`, `regions`, `names`, `tags`, `limits`, `times`, `role_names`, `api_versions`: what Azure accepts, as
    pure functions and tables. `errors`: what can go wrong.
Who asks
    `settings` (those of the azure-native provider) → `clouds` → `credentials`; `permissions` says what an identity may
    do. `greeting` asks for nothing but whether somebody is there, and the time.
Questions
    `transport` (connections, with `bounded_body`) → `resource_manager` (one resource, or all pages of a list) →
    `answers`; `pacing` waits when Azure asks for it, `turns` before it has to, both by `budgets`. `answer_sharing`
    sends one request for all who ask the same, `joint_reading` after all of them have asked; `underway` says what is
    waited for; `recording` keeps what was said, `scrubbing` what tells nobody's names; `provider_log` finds what the
    azure-native provider was told.
Answers
    `json_types`, `body` and `plain_text` (what a body may be), `digests`; `wire` makes `models` of bodies,
    `image_content` names what an image holds. `counting` puts numbers and lists into sentences.
Facts
    `moment_reader` asks for typed facts once, `reader` for those of another moment. `rights` proves that a list is
    whole, `children` that one below a resource is there; then `reference_scan`, `service_scan` and `version_scan` find
    who needs an image, kind by kind (`kinds`). `wire_references` and `wire_services` read what bodies name, `image_ids`
    what any text does. `resource_graph` sweeps resources of any type, `activity_log` tells what was used lately and is
    gone (`wire_activity` reads its events).
"""
