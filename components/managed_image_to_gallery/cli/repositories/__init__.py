"""Repositories: where their files name an old image, and what to write instead. Asks no Azure and no engine.

What is looked for
    `command` (which, from a stack's file, and how it ends), `wanted` (the images and their versions).
Files
    `listing` (which there are, as git sees them), `reading` (which are read at all), `search` (all of it together).
One file (pure)
    `source_text` (lines, brackets, comments), `spelling` (variables), `ids`, `forms` (the table of what names an image
    by its parts) with `regions` and `pairs`, `names` (bare ones), `tools` (whose file it is), `scan`, `hits`.
What to do
    `replacements` (as each tool writes it), `in_place` (whether it may simply be replaced), `patch`, `shown`.
"""
