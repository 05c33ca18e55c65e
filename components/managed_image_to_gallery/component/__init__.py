"""The reusable component `ManagedImageToGallery`, and what a whole stack of them needs.

Read it as: `run` (the hooks and the settings of one run), `turns` (when Azure's budgets bear what a run makes),
`live_reads` (Azure, asked about all migrations; `stage_reads` about one), `live_facts` (its answers), `live_rules` and
`region_rules` (what stands against it), `taking_over` with `import_rules`, and `already_there` (what Azure has already;
`beside` is what is made around a version), `state` (what the stack's state has, and the records in it), `gallery` (with
its image definition; `gallery_parts` and `roles_and_locks` are what they may say and have besides), `source_image`,
`image_version` and `boot_test` (what is declared), `deletion` (what guards the one irreversible step), `context` (all
that is known of one migration, judged; of its outputs by `late_arguments`), `managed_image_to_gallery` (all of it
declared) and `stack` (for many; `rounds` tells when the engine has too few slots for them).

Around it: `package_schema` (for other languages), `minimum_engine`, and `library_internals` (what the SDK keeps to
itself, or writes into the state without need).
"""
