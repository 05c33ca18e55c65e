"""What has to be there before each flow can happen, one function a flow, named in `SCENARIOS`.

Families keep theirs in files of their own; `bodies` gives request bodies that a recorder left out.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from tests.recorded.replay import Replay

Scenario = Callable[[Replay], None]


def scenarios() -> dict[str, Scenario]:
    """Every scenario, by the name of its flow."""
    found: dict[str, Scenario] = {}
    for module in iter_modules(__path__):
        of_family: dict[str, Scenario] = import_module(f"{__name__}.{module.name}").SCENARIOS
        assert not found.keys() & of_family.keys(), f"{module.name} repeats {found.keys() & of_family.keys()}"
        found |= of_family
    return found
