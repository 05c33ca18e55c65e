"""The Pulumi program: move the managed images of this stack's config into the gallery, stage by stage."""

import signal

import pulumi

# Whoever hosts this program interrupts it when an update is cancelled: it ends at once and has nothing to say then.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from managed_image_to_gallery import current_run, declare_stack, exports, plan_of_this_stack, settled  # noqa: E402

# First of all, whatever the config still says: the engine asks for this run's delete hook by name.
run = current_run()

# Judges the config and asks Azure, before anything is registered.
plan = plan_of_this_stack(run)

components = declare_stack(plan)

outputs = {name: exports(component) for name, component in components.items()}

# One export per value: the engine prints an export whole when anything in it changes, below the steps of a preview.
# One for all migrations would push the steps, a deletion among them, off the screen.
for name, exported in outputs.items():
    for key, value in exported.items():
        pulumi.export(f"{name}/{key}", value)

pulumi.run(lambda: settled(outputs))
