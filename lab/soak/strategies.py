"""Histories as hypothesis draws them: less evenly than `drawing`, but a broken one is made as small as it can be."""

from __future__ import annotations

from hypothesis import strategies as st

from soak.commands import UPDATES
from soak.drawing import COMMANDS, MIGRATIONS, REGIONS
from soak.faults import FAULTS
from soak.histories import History, Interruption, Stage, Step
from soak.interruptions import SIGNALS, STEPS, VICTIMS
from soak.others import CHANGES
from soak.situations import PATHS


def histories() -> st.SearchStrategy[History]:
    """Any history; the smallest has nothing go wrong."""
    return st.sampled_from(PATHS).flatmap(
        lambda path: st.builds(
            History,
            st.tuples(*(steps(stage) for stage in path[1])),
            st.just(path[0]),
            st.sampled_from(sorted(MIGRATIONS)),
            finish=st.booleans(),
        )
    )


def steps(stage: Stage) -> st.SearchStrategy[Step]:
    """A step into a stage; fault, changes by others and interruption may come together."""
    return st.builds(
        Step,
        st.just(stage),
        st.sampled_from(["up", *(COMMANDS if stage != "retired" else COMMANDS[:-1]), *sorted(UPDATES)]),
        st.sampled_from(sorted(REGIONS)),
        st.none() | st.sampled_from(sorted(FAULTS)),
        st.none() | st.sampled_from(sorted(CHANGES)),
        st.none() | interruptions(stage),
    )


def interruptions(stage: Stage) -> st.SearchStrategy[Interruption]:
    """A signal to somebody at a moment that the update into a stage passes."""
    return st.builds(Interruption, st.sampled_from(STEPS[stage]), st.sampled_from(VICTIMS), st.sampled_from(SIGNALS))
