"""Stacks that earlier releases have left go on: `fixtures/` has one for each form of state, evidence and config.

`scenario` is the stack that a fixture is made of, `kept` what is kept of it, `writing` makes one (`make fixture`), and
`form` says what is of a form at all: when that changes, a fixture is missing.
"""
