"""The operator's command line, `gallery-migrate`.

How a command runs
    `entry` looks whether its libraries are there, `main` runs what `command_table` names from `commands`; `error_edge`
    makes one text and an `exit_status` of any error (`failures`), `stopping` ends it on a signal, `questions` asks,
    `output` prints; `help` says what a command takes, `completing` helps to type it.
What it works with
    `text_files` (whatever wrote them), `config_file` (the stack's file), `engine` (Pulumi), `azure_reads` (Azure, each
    thing once), `selection`, `migration_choice` and `named_sources` (which migrations and images are meant),
    `stored_records` (the state's records), `azure_spelling`, `azure_writes` (what is made without the engine).
What is judged before an update
    `preview_digest` and `kinds` (what a preview says) → `plan_check` (what of it must never be applied), `plan_text`
    (its steps in words), `plan_summary` (in numbers, and a line per migration), `preview` (for reviewers).
The way of a migration
    `inventory`, `transitions` with `progress`; `resuming` and `astray_images` after an interruption,
    `restoring` and `readopt` after a loss, `retention`, `references` and
    `used_lately` (in Azure), `repositories` (in files), `report`,
    `evidence_file`.
Around it
    `sharding` (fleets), `doctor` (what stands in the way), `selftest` (the whole way, tried on one's own subscription).
"""
