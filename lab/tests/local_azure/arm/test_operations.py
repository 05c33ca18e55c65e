from __future__ import annotations

from pathlib import Path

from local_azure.arm import lifecycle
from local_azure.arm.clock import Clock, timestamp
from tests.local_azure.arm.conftest import WIDGET, Widgets, call, make_world


def test_the_time_scale_shortens_durations_and_nothing_else():
    world = make_world(time_scale=0.01)
    operation = lifecycle.put(Widgets(), call(world, "PUT")).operation
    assert operation is not None
    assert round(operation.due - operation.started, 6) == 0.1


def test_an_operation_survives_a_restart(tmp_path: Path):
    before = make_world(tmp_path / "azure.db")
    started = lifecycle.put(Widgets(), call(before, "PUT")).operation
    before.journal.close()
    after = make_world(tmp_path / "azure.db")
    after.clock.advance(10)
    after.settle()
    assert started is not None
    finished = after.operations.get(started.id)
    assert finished is not None
    assert finished.status == "Succeeded"
    resource = after.store.get(WIDGET)
    assert resource is not None
    assert resource.provisioning_state == "Succeeded"


def test_a_held_operation_waits_until_it_is_let_go():
    world = make_world()
    operation = lifecycle.put(Widgets(), call(world, "PUT")).operation
    assert operation is not None
    operation.held_by = "rule"
    world.operations.save(operation)
    world.clock.advance(1000)
    world.settle()
    assert operation.running
    operation.held_by, operation.due = None, world.now
    world.operations.save(operation)
    world.settle()
    assert operation.status == "Succeeded"


def test_operations_end_in_the_order_they_are_due():
    world = make_world()
    first = lifecycle.put(Widgets(), call(world, "PUT", WIDGET + "-slow")).operation
    world.clock.advance(1)
    second = lifecycle.put(Widgets(), call(world, "PUT", WIDGET + "-quick")).operation
    assert first is not None
    assert second is not None
    second.due = first.due - 5
    world.operations.save(second)
    assert [each.id for each in world.operations.due(world.now + 100)] == [second.id, first.id]


def test_timestamps_drop_trailing_zeros():
    assert timestamp(0) == "1970-01-01T00:00:00+00:00"
    assert timestamp(1.25) == "1970-01-01T00:00:01.25+00:00"


def test_the_clock_can_be_moved():
    clock = Clock(source=lambda: 100.0)
    clock.advance(50)
    assert clock.now() == 150.0
