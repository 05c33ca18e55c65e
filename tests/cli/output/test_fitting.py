"""Where a line is broken."""

from __future__ import annotations

import shlex

from managed_image_to_gallery.cli.output.fitting import between_words, continued


def test_a_line_is_broken_between_words_and_code_stays_whole() -> None:
    line = "  → The gate refuses build-base-1.0.0: run `gallery-migrate status --watch` again."
    assert between_words(line, 100) == line
    assert between_words(line, 40).splitlines() == [
        "  → The gate refuses build-base-1.0.0:",
        "    run `gallery-migrate status --watch`",
        "    again.",
    ]
    assert between_words("  locked-base-and-a-long-name", 10) == "  locked-base-and-a-long-name"


def test_a_command_goes_on_behind_a_backslash_and_stays_the_same_command() -> None:
    words = [
        "az",
        "vmss",
        "update-instances",
        "--ids",
        "/subscriptions/x/my group (1)",
        "--instance-ids",
        "*",
        "-o",
        "a -b",
    ]
    command = shlex.join(words)
    assert continued(command, 200) == command
    lines = continued(command, 40).split("\n")
    assert lines == [
        "az vmss update-instances \\",
        "  --ids '/subscriptions/x/my group (1)' \\",
        "  --instance-ids '*' -o 'a -b'",
    ]
    assert shlex.split(continued(command, 40).replace("\\\n", "")) == words
    assert max(map(len, continued(command, 60).split("\n"))) <= 60
