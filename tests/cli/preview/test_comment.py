"""The comment of a pull request."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from managed_image_to_gallery.cli.config_file.places import FilePlaces
from managed_image_to_gallery.cli.engine.failures import PolicyViolation, StepFailure
from managed_image_to_gallery.cli.engine.preview import Preview
from managed_image_to_gallery.cli.plan_check import refusals
from managed_image_to_gallery.cli.preview.comment import LONGEST, PRINTED, as_json, comment, mark
from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook
from managed_image_to_gallery.cli.preview.tables import TIMES
from managed_image_to_gallery.cli.preview_digest import read_digest
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.report.costs import Cost
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.gate.verdicts import GateResult, Outcome, Verdict
from tests.cli.digests import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION, preview, step
from tests.cli.migrations import entry, migrations

if TYPE_CHECKING:
    from typing import Any

PASSED = Verdict("version-succeeded", Outcome.PASSED, "Succeeded", "Succeeded")
FAILED = Verdict("no-locks", Outcome.FAILED, "no lock", "a lock <img src=x> ```", "Remove it.")


def gate(*verdicts: Verdict) -> GateResult:
    return GateResult(migrations(entry("web"))[0].gate_subject(), verdicts, "2026-01-01T00:00:00Z", "somebody")


def outlook(*steps: Any, stage: str = "published", **more: Any) -> Outlook:
    digest = read_digest(preview(*steps, stages=(stage,)))
    made = Preview(digest, refusals(digest), more.pop("failures", ()), more.pop("violations", ()))
    return Outlook("dev", made, **more)


def file_of(count: int, name: str = "Pulumi.dev.yaml") -> FilePlaces:
    """A file of which each entry is one line, the first one line 3."""
    entries = "\n".join(["    - version: one"] * count)
    return FilePlaces.of(name, f"config:\n  managed-image-to-gallery:migrations:\n{entries}\n")


def moved(before: str | None, after: str, *samples: Sample, gate: GateResult | None = None) -> MigrationOutlook:
    return MigrationOutlook("web-1.0.0", before, after, samples, gate)


def test_a_comment_begins_with_the_mark_of_its_stack() -> None:
    assert comment(outlook()).splitlines()[0] == mark("dev")
    assert mark("dev") != mark("prod")


def test_nothing_to_do_is_said() -> None:
    text = comment(outlook(step("same", "GalleryImageVersion")))
    assert "✅ nothing changes" in text
    assert "Irreversible" not in text


def test_a_deletion_is_one_red_line_above_everything_else() -> None:
    text = comment(outlook(step("delete", "Image"), stage="retired"))
    assert "✅ may be applied" in text
    assert (
        "🔴 **Irreversible: 1 source image is deleted.** The image version is the only copy afterwards. "
        "In `myresourcegroup`: `myimage`\n" in text
    )
    assert text.index("🔴") < text.index("**Steps")
    assert f"delete {IMAGE}" in text.partition("<details>")[2]


def test_many_deletions_are_one_line_with_their_number() -> None:
    steps = [step("delete", "Image", name=f"i{n:03}") for n in range(300)]
    for n, one in enumerate(steps):
        one["oldState"]["id"] = IMAGE.replace("myimage", f"i{n:03}")
    text = comment(outlook(*steps, stage="retired"))
    (red,) = [line for line in text.splitlines() if "🔴" in line]
    assert "300 source images are deleted" in red
    assert "`i000`, `i001`" in red
    assert red.endswith("… and 240 more, below.")
    assert all(f"/i{n:03}" in text for n in range(300))


def test_deletions_in_several_subscriptions_are_told_apart() -> None:
    there = step("delete", "Image", name="two")
    there["oldState"]["id"] = IMAGE.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)
    text = comment(outlook(step("delete", "Image"), there, stage="retired"))
    assert f"in `{OTHER_SUBSCRIPTION}/myresourcegroup`: `myimage`" in text.lower()


def test_what_the_plan_check_refuses_heads_the_comment() -> None:
    text = comment(outlook(step("delete", "Image"), stage="published"))
    assert "⛔ must not be applied" in text
    assert "image-deleted-outside-retired" in text


def test_stages_regions_and_gate_are_in_one_row() -> None:
    row = moved(
        "published",
        "validated",
        Sample(0, "web-1.0.0", "southcentralus", "Completed", 100),
        Sample(0, "web-1.0.0", "westus2", "Replicating", 40),
        gate=gate(PASSED, FAILED),
    )
    text = comment(outlook(migrations=[row]))
    assert (
        "| web-1.0.0 | published → **validated** | nothing | ⛔ refused by 1 of 2 "
        "| westus2 Replicating 40 %<br>complete in 1 more |" in text
    )
    assert "⛔ must not be applied" in text
    assert "Remove it." in text


def test_the_changed_ones_come_first_by_name_and_the_others_are_counted() -> None:
    stay = [replace(moved("published", "published"), name=f"stay-{n}") for n in range(43)]
    moves = [replace(moved("published", "validated"), name=name) for name in ("Zeta", "alpha")]
    text = comment(outlook(migrations=[*stay, *moves]))
    assert "**Changed: 2 migrations**" in text
    assert text.index("| alpha |") < text.index("| Zeta |") < text.index("<details><summary>Unchanged: 43 (43 publ")
    assert text.index("Unchanged: 43") < text.index("| stay-0 |")


def test_a_migration_whose_resources_change_is_changed_though_its_stage_stays() -> None:
    text = comment(
        outlook(
            step("update", "GalleryImageVersion", name="web-1.0.0-version"), migrations=[moved("retired", "retired")]
        )
    )
    assert "| web-1.0.0 | retired | update image version | not needed | not known |" in text


def test_new_ones_are_told_with_source_size_regions_and_cost() -> None:
    new = replace(
        moved(None, "published"),
        source="images/web",
        replicas=[("westeurope", 1), ("westus2", 2)],
        size_gb=1127,
        cost=Cost(replicas=169.05, source=56.35),
    )
    text = comment(outlook(migrations=[new, replace(new, name="db", size_gb=None, cost=None)], currency="EUR"))
    assert "**New: 2 image versions, 6 replicas in 2 regions, 1,127 GB of source images, at most 169.05 EUR a" in text
    assert "1 of unknown size**" in text
    assert f"| web-1.0.0 | published | images/web | 1,127 | westeurope{TIMES}1, westus2{TIMES}2 | 169.05 |" in text
    assert "EUR" not in comment(outlook(migrations=[new]))


def test_each_fault_of_the_config_is_a_bullet_with_its_line() -> None:
    faults = [
        Fault("migrations[0].version", "one", "is no number", "Write 1.0.0."),
        Fault("migrations[1].stage", None, "is required", "Say published."),
    ]
    file = file_of(2)
    found = replace(outlook(), faults=faults, file=file)
    assert not found.may_be_applied
    bullets = [line for line in comment(found).splitlines() if line.startswith("- ")]
    assert bullets == [
        "- **migrations\\[0\\].version** (`Pulumi.dev.yaml:3`): 'one': is no number → Write 1.0.0.",
        "- **migrations\\[1\\].stage** (`Pulumi.dev.yaml:4`): is required → Say published.",
    ]
    assert "The config has 2 faults" in json.loads(as_json(found))["notes"][0]


def test_what_refuses_many_is_said_once_with_a_line_for_each() -> None:
    rows = [
        replace(
            moved("published", "validated"),
            name=name,
            gate=gate(replace(FAILED, check="no-references", found=f"machine {IMAGE}-{name}")),
        )
        for name in ("b", "a")
    ]
    lines = comment(outlook(migrations=rows)).splitlines()
    at = lines.index("- **gate: no-references**, 2 times → Remove it.")
    assert lines[at + 1 : at + 3] == [f"  - **{name}**: machine myresourcegroup/myimage-{name}" for name in ("a", "b")]


def test_a_remedy_with_each_ones_own_version_is_said_once() -> None:
    rows: list[MigrationOutlook] = []
    for name in ("web", "db"):
        (planned,) = migrations(entry(name))
        subject = planned.gate_subject()
        used = replace(FAILED, check="no-references", remedy=f"Point these at {subject.version_id}.")
        rows.append(replace(moved("published", "validated"), name=name, gate=replace(gate(used), subject=subject)))
    assert "- **gate: no-references**, 2 times → Point these at the image version (" in comment(
        outlook(migrations=rows)
    )


def test_equal_faults_have_a_bullet_each_and_very_many_one() -> None:
    def bullets(count: int) -> list[str]:
        faults = [Fault(f"migrations[{n}].version", "1", "is no number", "Write 1.0.0.") for n in range(count)]
        file = file_of(count, "f.yaml")
        lines = comment(replace(outlook(), faults=faults, file=file)).splitlines()
        return [line for line in lines if line.lstrip().startswith("- ")]

    assert bullets(2) == [
        "- **'1': is no number**, 2 times → Write 1.0.0.",
        "  - **migrations\\[0\\].version** (`f.yaml:3`)",
        "  - **migrations\\[1\\].version** (`f.yaml:4`)",
    ]
    (one,) = bullets(55)
    assert "(`f.yaml:42`) and **15 more**: '1': is no number → Write 1.0.0." in one


def visible(text: str) -> str:
    """What a reader sees who opens nothing."""
    return re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("count", [1, 13, 55, 300])
def test_many_refusals_of_one_kind_with_texts_of_their_own_stay_readable(count: int) -> None:
    rows = [
        replace(
            moved("published", "validated"),
            name=f"web-{n}",
            gate=gate(replace(FAILED, check="no-references", found=f"machine vm-{n} uses it")),
        )
        for n in range(count)
    ]
    text = comment(outlook(migrations=rows))
    seen = visible(text)
    assert f"⛔ must not be applied, {count} thing{'s' * (count > 1)} against it" in seen
    shown = re.findall(r"vm-\d+ uses it", seen)
    assert len(shown) == (count if count <= 13 else 12)
    if count > 13:
        assert f"  - and **{count - 12} more**, below" in seen
        assert f"<summary>The other {count - 12}: gate: no-references</summary>" in text
    assert f"**Changed: {count} migration" in seen
    assert {*re.findall(r"vm-\d+", text)} == {f"vm-{n}" for n in range(count)}


def test_of_very_many_kinds_the_first_are_read_and_the_others_counted() -> None:
    faults = [Fault(f"migrations[{n}].version", None, f"is odd {n}", f"Mend {n}.") for n in range(300)]
    text = comment(replace(outlook(), faults=faults, file=file_of(300)))
    seen = visible(text)
    assert len(re.findall(r"is odd", seen)) == 12
    assert "- and **288 more** of 288 other kinds, below" in seen
    assert "<summary>The other kinds (288)</summary>" in text
    assert all(f"is odd {n} → Mend {n}." in text for n in range(300))


def test_faults_of_one_remedy_and_no_name_are_counted_too() -> None:
    faults = [Fault(f"migrations[{n}].version", None, f"is odd {n}", "Mend it.") for n in range(55)]
    text = comment(replace(outlook(), faults=faults))
    assert "- and **43 more**, below → Mend it." in visible(text)
    assert "<summary>The other 43: Mend it.</summary>" in text


def test_a_long_name_may_break_within_its_cell() -> None:
    long = replace(moved("published", "validated"), name="x" * 80)
    (row,) = [line for line in comment(outlook(migrations=[long])).splitlines() if line.startswith("| x")]
    assert max(len(piece) for piece in row.split("|")[1].split("&#8203;")) <= 21


def test_a_text_of_many_lines_is_a_bullet_for_each_entry_and_whole_behind_them() -> None:
    message = (
        "The config has 2 faults; nothing was changed.\n"
        "  migrations[0].stage = 'validated': the gate refuses web\n    gate of web (a → b): refused\n"
        "      passed      x: y\n    → Wait.\n  migrations[1].stage = 'x': odd\n    → Mend it."
    )
    file = file_of(2)
    found = replace(outlook(failures=[StepFailure("", "", message)]), file=file)
    text = comment(found)
    assert "- **migrations\\[0\\].stage** (`Pulumi.dev.yaml:3`): \\= 'validated': the gate refuses web" in text
    elsewhere = comment(replace(found, file=FilePlaces()))
    assert "- **the preview**: migrations\\[0\\].stage = 'validated': the gate refuses web" in elsewhere
    assert "- **migrations\\[1\\].stage** (`Pulumi.dev.yaml:4`): \\= 'x': odd → Mend it." in text
    assert "What is against it, in full" in text
    assert "passed      x: y" in text.partition("<details>")[2]


def test_what_the_gate_says_is_not_said_again_for_the_resource_that_failed() -> None:
    refused = moved("published", "validated", gate=gate(FAILED))
    failed = StepFailure("urn:pulumi:dev::p::t::web-1.0.0-source", "", "hook: gate of web-1.0.0 (a → b): refused")
    text = comment(outlook(migrations=[refused], failures=[failed]))
    assert text.count("no-locks: a lock") == 1
    assert "hook" not in text


def test_a_failure_without_a_resource_is_that_of_a_preview() -> None:
    text = comment(outlook(failures=[StepFailure("", "", "the passphrase is wrong")]))
    assert "- **the preview**: failed: the passphrase is wrong" in text
    assert "the update" not in text


def test_a_migration_that_stays_is_behind_a_count() -> None:
    text = comment(outlook(migrations=[moved("retired", "retired")]))
    assert "Unchanged: 1 (1 retired)" in text
    assert "| web-1.0.0 | retired | not known |" in text


def test_what_azure_says_cannot_end_a_code_block_or_bring_elements() -> None:
    text = comment(
        outlook(
            migrations=[moved("published", "validated", gate=gate(FAILED))],
            failures=[StepFailure("", "X", "<script>\nnext")],
        )
    )
    assert "````text\ngate of" in text
    assert "Remove it.\n````\n\n</details>" in text
    assert "&lt;script&gt; next" in text


def test_a_name_brings_no_heading_picture_or_element() -> None:
    name = "x\n\n# ✅ may be applied\n\n![p](http://example.com/p.png)<b>"
    row = MigrationOutlook(name, "published", "validated", (), gate(FAILED))
    failed = StepFailure(f"urn:pulumi:dev::p::t::{name}", name, name)
    tokens = (
        MarkdownIt("commonmark")
        .enable("table")
        .parse(
            comment(
                outlook(step("create", "GalleryImage", name=name), migrations=[row], failures=[failed], notes=[name])
            )
        )
    )
    kinds = [each.type for token in tokens for each in [token, *(token.children or [])]]
    assert kinds.count("heading_open") == 1
    assert not {"image", "link_open", "html_inline"} & {*kinds}


def test_what_azure_says_makes_no_link() -> None:
    text = comment(outlook(notes=["see [the portal](https://example.com) ![x](https://example.com/seen.png)"]))
    assert "](" not in text


def test_nobody_is_called_by_a_name_or_a_text() -> None:
    migration = MigrationOutlook("@octocat", None, "published", (), gate(FAILED))
    text = comment(
        outlook(migrations=[migration], failures=[StepFailure("urn:pulumi:dev::p::t::@octocat", "", "ask @octocat")])
    )
    assert "octocat" in text
    assert "@octocat" not in text


def test_what_could_not_be_answered_counts_against_the_change() -> None:
    unknown = outlook(notes=["Azure answered 503"])
    assert not unknown.may_be_applied
    assert "**Not known**: Azure answered 503" in comment(unknown)


def test_a_mandatory_policy_refuses_and_an_advisory_one_only_tells() -> None:
    strict = PolicyViolation("end-of-life", "web-1.0.0-version", "Set <it>.", mandatory=True)
    refused, told = outlook(violations=[strict]), outlook(violations=[replace(strict, mandatory=False)])
    assert (refused.may_be_applied, told.may_be_applied) == (False, True)
    assert "- **web-1.0.0-version**: policy end-of-life: Set &lt;it&gt;." in comment(refused)
    assert "- **web-1.0.0-version**: advice of policy end-of-life" in comment(told)
    assert json.loads(as_json(refused))["policyViolations"][0]["mandatory"] is True


def test_the_order_of_the_engine_s_steps_does_not_show() -> None:
    steps = [step("create", "GalleryImageVersion", name=name) for name in ("a", "b", "c")]
    assert comment(outlook(*steps)) == comment(outlook(*reversed(steps)))


@pytest.mark.parametrize("longest", [1_500, 3_000, 10_000, LONGEST])
def test_a_comment_that_is_cut_is_whole_markdown_and_says_what_is_missing(longest: int) -> None:
    many = [step("create", "GalleryImageVersion", name=f"v{n}-" + "x" * 80) for n in range(2000)]
    rows = [
        replace(moved("published", "validated"), name=f"m{n:03}", gate=gate(replace(FAILED, found=f"lock {n}")))
        for n in range(300)
    ]
    text = comment(outlook(*many, migrations=rows), longest)
    assert len(text) <= longest
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0
    last = text.splitlines()[-1]
    assert "Not all of it fits here" in last
    assert "steps" in last
    assert f"{300 - text.count('<summary>Gate of')} gates in full" in last
    assert "`gallery-migrate preview --stack dev --comment FILE` prints it" in last
    assert MarkdownIt("commonmark").enable("table").parse(text)[-2].content == last


def test_the_whole_is_never_cut() -> None:
    many = [step("create", "GalleryImageVersion", name=f"v{n}") for n in range(5000)]
    whole = comment(outlook(*many), None)
    assert len(whole) > LONGEST
    assert "Not all of it" not in whole
    assert f"The whole preview: {PRINTED}." in comment(outlook(*many), whole=PRINTED)


def test_programs_get_the_same() -> None:
    body = json.loads(
        as_json(outlook(step("delete", "Image"), stage="retired", migrations=[moved("validated", "retired")]))
    )
    assert (body["mayBeApplied"], body["irreversible"]) == (True, [IMAGE])
    assert body["migrations"][0] == {
        "name": "web-1.0.0",
        "stageBefore": "validated",
        "stageAfter": "retired",
        "regions": {},
        "gatePassed": None,
    }


def test_a_preview_that_failed_calls_nothing_unchanged() -> None:
    row = moved("published", "published")
    assert "Unchanged: 1 (1 published)" in comment(outlook(migrations=[row]))
    text = comment(outlook(migrations=[row], failures=[StepFailure("", "", "incorrect passphrase")]))
    assert "Unchanged" not in text
    assert "In the same stage: 1 (1 published)" in text
