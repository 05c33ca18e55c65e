"""One stage transition: gate, file, preview, plan check, question, update, and Azure's word for it.

The stage in the stack's file is edited before the preview, as the engine reads the file. Until the update begins every
way out puts the file back as it was; once it has begun the file says what was meant, and `resume` goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.args import Stage
from gallery_migrate.config_file.stack_file import StackFile
from gallery_migrate.engine.event_report import EventReport
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed
from gallery_migrate.migration_choice import entry_index, in_stage
from gallery_migrate.plan_text import changes, deletions, lines
from gallery_migrate.transitions.agreement import disagreements
from gallery_migrate.transitions.checked_plan import checked_plan
from gallery_migrate.transitions.gates import ask_gates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.migration import Migration
    from gallery_migrate.engine.stack import MigrationStack
    from gallery_migrate.preview_digest import Digest, Step
    from gallery_migrate.progress.watching import Watched

BEFORE = {Stage.VALIDATED: Stage.PUBLISHED, Stage.RETIRED: Stage.VALIDATED}


@dataclass(frozen=True)
class Transition:
    """A transition of one stack into a stage.

    approve: asked with the plan, and for `retired` with what is deleted; raises when it may not go on. say: a line for
    people; warn: one that they must act on. run: runs the update it is given to the end, and says whether it succeeded
    and whether it was stopped.
    """

    stack: MigrationStack
    stage: Stage
    approve: Callable[[Digest, Sequence[Step]], None]
    say: Callable[[str], None]
    warn: Callable[[str], None]
    run: Callable[[Callable[[], bool], Sequence[Migration]], Watched]

    def enter(self, names: Sequence[str]) -> ExitStatus:
        """Take the named migrations, or all that are ready, into the stage. Raises CommandFailed."""
        migrations = self.stack.plan().migrations
        candidates = in_stage(migrations, names, BEFORE[self.stage].value)
        if not candidates:
            self.say(f"No migration is in stage {BEFORE[self.stage].value}: nothing to do.")
            return ExitStatus.DONE
        ready = self._ready(candidates, all_needed=bool(names))
        digest = self._planned(ready)
        if not changes(digest):
            self.say("The stack has it already.")
        return self._update(ready, migrations)

    def _ready(self, candidates: Sequence[Migration], *, all_needed: bool) -> list[Migration]:
        """Those that the gate lets pass; all of them must when they were named."""
        results = ask_gates(self.stack.settings(), candidates, self.stack.state())
        for result in results:
            (self.say if result.passed else self.warn)(result.text())
        ready = [one for one, result in zip(candidates, results, strict=True) if result.passed]
        if not ready or (all_needed and len(ready) < len(candidates)):
            refused = ", ".join(one.name for one in candidates if one not in ready)
            raise CommandFailed(f"The gate refuses {refused}; nothing was changed.", "", ExitStatus.REFUSED)
        return ready

    def _planned(self, ready: Sequence[Migration]) -> Digest:
        """Edit the file, preview, check, ask. Whatever goes wrong, Ctrl-C too, the file is as it was."""
        file = StackFile(self.stack.file)
        for migration in ready:
            file.set_stage(entry_index(migration), self.stage.value)
        try:
            file.save()
            self.stack.forget_config()
            digest = checked_plan(self.stack)
            self.say("\n".join(["The plan may be applied:", *lines(changes(digest))]))
            self.approve(digest, deletions(digest))
        except BaseException:
            file.restore()
            self.stack.forget_config()
            raise
        return digest

    def _update(self, ready: Sequence[Migration], everybody: Sequence[Migration]) -> ExitStatus:
        report = EventReport()
        watched = self.run(lambda: self.stack.update(report), ready)
        for failure in report.failures:
            self.warn(failure.text())
        if watched.interrupted and not watched.succeeded:
            self.warn("Stopped. Go on with `gallery-migrate resume`.")
            return ExitStatus.INTERRUPTED
        if not watched.succeeded:
            self.warn("The update failed. The stack's file keeps the new stage; `gallery-migrate resume` goes on.")
            return ExitStatus.ENGINE
        return self._agreed(ready, everybody)

    def _agreed(self, ready: Sequence[Migration], everybody: Sequence[Migration]) -> ExitStatus:
        kept = {one.source_id for one in everybody if one not in ready and one.stage is not Stage.RETIRED}
        judged = [one for one in ready if self.stage is not Stage.RETIRED or one.source_id not in kept]
        found = disagreements(self.stack.settings(), judged, self.stage)
        for difference in found:
            self.warn(f"Azure disagrees: {difference}")
        if not found:
            self.say(f"Azure agrees: {', '.join(one.name for one in ready)} {self.stage.value}.")
        return ExitStatus.INCOMPLETE if found else ExitStatus.DONE
