"""The kinds of history under which docs/reliability.md counts, and how often each comes in a round."""

from __future__ import annotations

FAULT = "a fault of Azure"
SIGNAL = "a signal to engine, program or provider"
OTHERS = "a change by others before a command"
SIDE_BY_SIDE = "two shells, two stacks, a refresh, a migration given up"
DURING = "a change by others while a command runs"
AFTER_PREVIEW = "a change by others between preview and deletion"
LISTS = "one slow or throttled list"
THROTTLED = "a throttled delete"
ELSEWHERE = "a version or a service of others that needs the image"
EXISTING = "a version of others in the place of the stack's own"
DESTROYED = "only copies: destroy in all its variants"
COPIES = "only copies: updates, lost entries, unprotected state"
OPTIONS = "options of the engine, edits of config and state"
LOGIN = "another subscription's login"
COMMAND_LINE = "the command line, with names and consent"
OPERATOR_SIGNAL = "a signal to the command line alone"
OPERATORS = "two operators, or an older checkout"
KILL = "a kill at every step of the example"

ROUND: dict[str, int] = {
    FAULT: 5,
    SIGNAL: 5,
    OTHERS: 3,
    SIDE_BY_SIDE: 2,
    DURING: 5,
    AFTER_PREVIEW: 2,
    LISTS: 3,
    THROTTLED: 1,
    ELSEWHERE: 3,
    EXISTING: 3,
    DESTROYED: 3,
    COPIES: 3,
    OPTIONS: 3,
    LOGIN: 2,
    COMMAND_LINE: 2,
    OPERATOR_SIGNAL: 2,
    OPERATORS: 1,
}
"""How many of each kind come in a round of drawing."""
