"""The stack's config and the component's arguments: their shape, their rules, and the migrations that they mean.

`read` gets the raw config, `parse` makes migrations of it with `models` (shape, with `definition_models`; faults worded
by `structure`), `rules` (each part by itself, with `definition_rules`, `version_choice` and, for single values,
`value_rules` and `yaml_dates`), `resolved_rules` (defaults applied) and `list_rules` (between entries), or raises every
fault at once (`faults`). `migration` is what everything else works with, `sharing` what several have in common. `args`
are the same keys for a program, `choices` the values among which both choose; `late` says which of the arguments may be
outputs, `late_values` has them. `boot_test` has all of that for boot tests, `gallery_parts` for what most galleries do
without. `json_schema` and `reference_page` are made of the models, which have `base` in common.
"""
