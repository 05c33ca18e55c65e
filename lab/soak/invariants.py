"""What always holds, and the test that shows it; docs/reliability.md lists this table."""

from __future__ import annotations

_FAULTS = "tests/faults/"
_JUDGES = "lab/tests/soak/"
_GATE = "tests/component/deletion/test_deletion_guard.py"

INVARIANTS: dict[str, str] = {
    "No image is deleted unless its version proves it at that moment; no fault, signal or retry changes that": (
        f"python -m soak; {_FAULTS}test_histories.py, {_FAULTS}test_losses.py"
    ),
    "What the version proved was read at most 5 seconds before, whatever others change while the gate reads": (
        f"python -m soak; {_FAULTS}test_losses.py, {_FAULTS}test_moment.py"
    ),
    "No image is deleted while a version of others needs it": f"python -m soak; {_FAULTS}test_losses.py",
    "No image is deleted for a version that others keep, unless that proves it at that moment": (
        f"python -m soak; {_FAULTS}test_losses.py, tests/component/test_existing_versions.py"
    ),
    "No version is deleted that is the only copy of its image, unless the config gives up exactly that one": (
        f"python -m soak; {_FAULTS}test_losses.py"
    ),
    "No image is deleted unless somebody consented to exactly that image; nothing else is written into the file": (
        f"python -m soak; {_FAULTS}test_losses.py"
    ),
    "Every kind of trouble, every moment, command and edit is drawn again and again": f"{_JUDGES}test_drawing.py",
    "What holds for drawn histories holds for any that hypothesis makes up": f"{_FAULTS}test_property.py",
    "The judges see every way in which a version does not prove its image, goes itself, or nobody consented": (
        f"{_JUDGES}test_oracle.py, {_JUDGES}test_judge_of_copies.py, {_FAULTS}test_consent.py"
    ),
    "Nothing is deleted twice, nothing is left pending or orphaned, the state file can be read": (
        f"python -m soak; {_FAULTS}test_histories.py"
    ),
    "The runbook's commands bring the stack to the wanted state": f"{_FAULTS}test_runbook.py; python -m soak",
    "`protect` and `retain_on_delete` alone save a forgotten, respelled or renamed image": (
        f"{_FAULTS}test_belts.py::test_the_options_alone"
    ),
    "The delete hook alone saves it": f"{_FAULTS}test_belts.py::test_the_hook_alone",
    "The plan check alone refuses the plan": f"{_FAULTS}test_belts.py::test_the_plan_check_alone",
    "Those three can fail: without any belt the image is deleted": (
        f"{_FAULTS}test_belts.py::test_without_any_belt_the_image_is_lost"
    ),
    "An image that was made again under its name, to the last letter the same, is not what the version holds": (
        f"{_FAULTS}test_holes.py"
    ),
    "No option of `pulumi up` or `destroy` gets past the gate, nor a hook that ends without a verdict": (
        f"{_FAULTS}test_holes.py"
    ),
    "A kill is played at every step of every transition, and every kind of fault can hit": (
        f"{_FAULTS}test_kill_matrix.py, {_FAULTS}test_every_fault.py"
    ),
    "An image that no migration names, that is not retired or has no evidence is not deleted": _GATE,
    "What the gate could not read counts as not passed": "tests/gate/test_gate.py",
}
