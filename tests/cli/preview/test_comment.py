"""The comment of a pull request."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from managed_image_to_gallery.cli.engine.failures import PolicyViolation, StepFailure
from managed_image_to_gallery.cli.engine.preview import Preview
from managed_image_to_gallery.cli.plan_check import refusals
from managed_image_to_gallery.cli.preview.comment import LONGEST, as_json, comment, mark
from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook
from managed_image_to_gallery.cli.preview_digest import read_digest
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.gate.verdicts import GateResult, Outcome, Verdict
from tests.cli.digests import IMAGE, preview, step
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


def moved(before: str | None, after: str, *samples: Sample, gate: GateResult | None = None) -> MigrationOutlook:
    return MigrationOutlook("web-1.0.0", before, after, samples, gate)


def test_a_comment_begins_with_the_mark_of_its_stack() -> None:
    assert comment(outlook()).splitlines()[0] == mark("dev")
    assert mark("dev") != mark("prod")


def test_nothing_to_do_is_said() -> None:
    text = comment(outlook(step("same", "GalleryImageVersion")))
    assert "✅ nothing changes" in text
    assert "Irreversible" not in text


def test_a_deletion_is_a_red_line_with_the_id_above_the_details() -> None:
    text = comment(outlook(step("delete", "Image"), stage="retired"))
    assert "✅ may be applied" in text
    assert f"🔴 **Irreversible:** delete source image `{IMAGE}`" in text
    assert text.index("🔴") < text.index("<details>")


def test_what_the_plan_check_refuses_heads_the_comment() -> None:
    text = comment(outlook(step("delete", "Image"), stage="published"))
    assert "⛔ must not be applied" in text
    assert "**image-deleted-outside-retired**" in text


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
        "| web-1.0.0 | published → **validated** | ⛔ refused by 1 of 2 "
        "| southcentralus Completed<br>westus2 Replicating 40 % |" in text
    )
    assert "⛔ must not be applied" in text
    assert "Remove it." in text


def test_a_migration_that_stays_needs_no_gate() -> None:
    text = comment(outlook(migrations=[moved("retired", "retired")]))
    assert "| web-1.0.0 | retired | not needed | not known |" in text


def test_a_new_migration_is_called_new() -> None:
    assert "| new → **published** |" in comment(outlook(migrations=[moved(None, "published")]))


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
    assert "Not known: Azure answered 503" in comment(unknown)


def test_a_mandatory_policy_refuses_and_an_advisory_one_only_tells() -> None:
    strict = PolicyViolation("end-of-life", "web-1.0.0-version", "Set <it>.", mandatory=True)
    refused, told = outlook(violations=[strict]), outlook(violations=[replace(strict, mandatory=False)])
    assert (refused.may_be_applied, told.may_be_applied) == (False, True)
    assert "- Policy **end-of-life**, web-1.0.0-version: Set &lt;it&gt;." in comment(refused)
    assert "- Advice of policy **end-of-life**" in comment(told)
    assert json.loads(as_json(refused))["policyViolations"][0]["mandatory"] is True


def test_the_order_of_the_engine_s_steps_does_not_show() -> None:
    steps = [step("create", "GalleryImageVersion", name=name) for name in ("a", "b", "c")]
    assert comment(outlook(*steps)) == comment(outlook(*reversed(steps)))


def test_a_comment_never_grows_beyond_what_github_takes() -> None:
    many = [step("create", "GalleryImageVersion", name="x" * 80) for _ in range(2000)]
    text = comment(outlook(*many))
    assert len(text) == LONGEST
    assert text.endswith("in the log of this run.*\n")


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
