"""Migrations of a stack enter a stage: published, validated or retired, each in the same steps.

Read it as: `transition` (the steps in their order), `azure_checks` (the gate before, whether Azure agrees after),
`gate_report`, `proposal` and `failure_report` (what is told of gates, of the plan before the question, of failures),
`deletion_consent` (to exactly what is deleted), `one_update` (the whole plan in one update, and the stack's file),
`waves` and `waved_update` (many versions, some at a time) and `session` (one command, its stack and its terminal).
"""
