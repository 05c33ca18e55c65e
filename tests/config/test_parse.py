"""Every fault of a stack's config is found, named by its path, and reported together with the others."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.config.args import StorageAccountType
from managed_image_to_gallery.config.faults import ConfigFaults, Fault
from managed_image_to_gallery.config.parse import parse_component_args, parse_stack_config
from tests.azure.bodies import SUBSCRIPTION
from tests.component.stacks import entry, stack_of, with_value

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FIRST = ("migrations", 0)


def faults_of(stack: JsonObject) -> dict[str, tuple[object, str, str]]:
    with pytest.raises(ConfigFaults) as caught:
        parse_stack_config(stack, SUBSCRIPTION, NOW)
    return {fault.path: (fault.value, fault.rule, fault.remedy) for fault in caught.value.faults}


def regions(*names: str) -> Json:
    return [{"name": name} for name in names]


def abandoned(*ids: str, reason: str = "nobody uses it") -> Json:
    return [{"id": one, "reason": reason} for one in ids]


VERSION = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/Microsoft.Compute"
    "/galleries/myGallery/images/myImageDefinition/versions/1.0.0"
)
ONE_VALUE: list[tuple[tuple[str | int, ...], Json, str, str]] = [
    (("gallery", "name"), "my-gallery", "gallery.name", "no dash"),
    (("gallery", "resourceGroup"), "ends.", "gallery.resourceGroup", "period"),
    ((*FIRST, "version"), "1.0", "migrations[0].version", "Major.Minor.Patch"),
    ((*FIRST, "version"), "1.0.2147483648", "migrations[0].version", "2147483647"),
    ((*FIRST, "version"), 1.10, "migrations[0].version", "must be text"),
    ((*FIRST, "stage"), "publish", "migrations[0].stage", "published, validated, retired"),
    ((*FIRST, "name"), "x\n\n# ✅ ![p](http://example.com/p.png)", "migrations[0].name", "1 to 100 letters"),
    ((*FIRST, "name"), "<script>", "migrations[0].name", "letters"),
    ((*FIRST, "name"), "\x1b[2J", "migrations[0].name", "letters"),
    ((*FIRST, "name"), "my web", "migrations[0].name", "letters"),
    ((*FIRST, "name"), "x" * 101, "migrations[0].name", "1 to 100"),
    ((*FIRST, "name"), "", "migrations[0].name", "1 to 100"),
    ((*FIRST, "source", "name"), "_myImage", "migrations[0].source.name", "must start with"),
    ((*FIRST, "source", "id"), "/x", "migrations[0].source", "either id, or resourceGroup and name"),
    ((*FIRST, "source"), {"id": "/x"}, "migrations[0].source.id", "'/x'"),
    ((*FIRST, "source", "resourceGroup"), "\N{KELVIN SIGN}", "migrations[0].source.resourceGroup", "U+212A"),
    (
        (*FIRST, "source"),
        {"id": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/\N{KELVIN SIGN}/providers/Microsoft.Compute/images/i"},
        "migrations[0].source.id",
        "U+212A",
    ),
    (
        (*FIRST, "source"),
        {"id": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Compute/disks/d"},
        "migrations[0].source.id",
        "Microsoft.Compute/images",
    ),
    ((*FIRST, "source", "location"), "West Europe", "migrations[0].targetRegions", "must contain"),
    ((*FIRST, "definition", "name"), "ends-", "migrations[0].definition.name", "must end with"),
    ((*FIRST, "definition", "publisher"), "", "migrations[0].definition.publisher", "must not be empty"),
    ((*FIRST, "definition", "sku"), "x" * 65, "migrations[0].definition.sku", "64"),
    ((*FIRST, "definition", "osState"), "Specialized", "migrations[0].definition.osState", "Generalized"),
    ((*FIRST, "definition", "architecture"), "Arm64", "migrations[0].definition.architecture", "x64"),
    (
        (*FIRST, "definition", "features"),
        [{"name": "SecurityType", "value": "TrustedLaunch"}],
        "migrations[0].definition.features[0].value",
        "security type",
    ),
    (
        (*FIRST, "definition", "recommended"),
        {"vCPUs": {"min": 4, "max": 2}},
        "migrations[0].definition.recommended.vCPUs",
        "min must not be above max",
    ),
    ((*FIRST, "targetRegions"), [], "migrations[0].targetRegions", "at least"),
    ((*FIRST, "targetRegions"), regions("East US 2", "eastus2"), "migrations[0].targetRegions[1].name", "same region"),
    (
        (*FIRST, "targetRegions"),
        [{"name": "eastus2", "replicaCount": 0}],
        "migrations[0].targetRegions[0].replicaCount",
        "1 to 100",
    ),
    (
        (*FIRST, "targetRegions"),
        [{"name": "eastus2", "replicaCount": 101}],
        "migrations[0].targetRegions[0].replicaCount",
        "1 to 100",
    ),
    (
        (*FIRST, "targetRegions"),
        [{"name": "eastus2"}, {"name": "westus2", "encryption": {"osDiskImage": {"diskEncryptionSetId": "/des"}}}],
        "migrations[0].targetRegions",
        "all or none",
    ),
    ((*FIRST, "storageAccountType"), "Premium_ZRS", "migrations[0].storageAccountType", "must be one of"),
    ((*FIRST, "endOfLifeDate"), "2026-11-24", "migrations[0].endOfLifeDate", "in the past"),
    ((*FIRST, "endOfLifeDate"), "31.12.2030", "migrations[0].endOfLifeDate", "neither a date"),
    ((*FIRST, "definition", "endOfLifeDate"), "2020-01-01", "migrations[0].definition.endOfLifeDate", "in the past"),
    ((*FIRST, "maxDataDiskSizeGB"), 4096, "migrations[0].maxDataDiskSizeGB", "2048"),
    ((*FIRST, "notUsedForDays"), 91, "migrations[0].notUsedForDays", "0 to 90"),
    ((*FIRST, "notUsedForDays"), -1, "migrations[0].notUsedForDays", "0 to 90"),
    ((*FIRST, "notUsedForDays"), "30d", "migrations[0].notUsedForDays", "whole number"),
    (("defaults",), {"notUsedForDays": 100}, "defaults.notUsedForDays", "0 to 90"),
    ((*FIRST, "acceptedReferences"), [{"id": "vm", "reason": "r"}], "migrations[0].acceptedReferences[0].id", "'vm'"),
    (
        (*FIRST, "acceptedReferences"),
        [{"id": VERSION.partition("/providers/")[0], "reason": "r"}],
        "migrations[0].acceptedReferences[0].id",
        "does not name a resource",
    ),
    ((*FIRST, "requires"), ["1.0.0"], "migrations[0].requires[0]", "'1.0.0'"),
    ((*FIRST, "requires"), [VERSION.partition("/versions/")[0]], "migrations[0].requires[0]", "image version"),
    ((*FIRST, "requires"), [f"{VERSION}1", VERSION.upper() + "1/"], "migrations[0].requires[1]", "same version"),
    ((*FIRST, "requires"), [VERSION], "migrations[0].requires[0]", "own version"),
    (("referenceScan",), {"subscriptions": ["mine"]}, "referenceScan.subscriptions[0]", "GUID"),
    (("abandonedVersions",), abandoned(VERSION, reason=" "), "abandonedVersions[0].reason", "not be empty"),
    (("abandonedVersions",), abandoned("1.0.0"), "abandonedVersions[0].id", "'1.0.0'"),
    (("abandonedVersions",), abandoned(VERSION.partition("/versions/")[0]), "abandonedVersions[0].id", "image version"),
    (("abandonedVersions",), abandoned(VERSION, f"{VERSION}/x/y"), "abandonedVersions[1].id", "image version"),
    (("abandonedVersions",), abandoned(VERSION, VERSION.upper() + "/"), "abandonedVersions[1].id", "same version"),
    (("migrations",), {"stage": "published"}, "migrations", "must be a list"),
    (("defaults", "endOfLifeDate"), 2030, "defaults.endOfLifeDate", "must be text"),
]


@pytest.mark.parametrize(
    ("where", "value", "path", "rule"), ONE_VALUE, ids=[f"{row[2]}={row[1]!r}" for row in ONE_VALUE]
)
def test_one_bad_value_is_named_by_path_and_rule(
    where: tuple[str | int, ...], value: Json, path: str, rule: str
) -> None:
    found = faults_of(with_value(stack_of(entry()), value, *where))
    assert path in found
    assert rule in found[path][1]
    assert found[path][2]


@pytest.mark.parametrize(
    "consumer",
    [
        VERSION,
        f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/policyAssignments/agents",
        "/providers/Microsoft.Management/managementGroups/root/providers/Microsoft.Contoso/things/one",
        f"{VERSION.upper()}/providers/Microsoft.Maintenance/configurationAssignments/nightly/",
    ],
)
def test_whatever_names_an_image_may_be_accepted_wherever_it_lies(consumer: str) -> None:
    accepted: Json = [{"id": consumer, "reason": "it goes with the image"}]
    plan = parse_stack_config(with_value(stack_of(entry()), accepted, *FIRST, "acceptedReferences"), SUBSCRIPTION)
    assert [one.id for one in plan.migrations[0].settings.accepted_references or ()] == [consumer]


def test_unknown_keys_do_not_hide_the_other_faults_of_their_entry() -> None:
    stack = with_value(stack_of(entry()), "1.0.0", *FIRST, "wersion")
    stack = with_value(stack, "x", *FIRST, "source", "nam")
    stack = with_value(stack, "1.0", *FIRST, "version")

    assert set(faults_of(stack)) == {
        "migrations[0].wersion",
        "migrations[0].source.nam",
        "migrations[0].version",
    }


@pytest.mark.parametrize(
    ("where", "key", "near"),
    [
        ((), "galery", "gallery"),
        ((), "reference_scan", "referenceScan"),
        (("defaults",), "targetRegion", "targetRegions"),
        (FIRST, "verson", "version"),
        ((*FIRST, "definition"), "hyperVgeneration", "hyperVGeneration"),
        (("defaults", "targetRegions", 0), "replicas", "replicaCount"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_known_one(
    where: tuple[str | int, ...], key: str, near: str
) -> None:
    found = faults_of(with_value(stack_of(entry()), "x", *where, key))
    ((path, (_, rule, remedy)),) = [item for item in found.items() if item[0].endswith(key)]
    assert rule == "is not a known key", path
    assert remedy == f"Did you mean {near!r}?"


def test_a_region_that_is_only_a_name_is_told_how_to_be_written() -> None:
    stack = stack_of(entry(targetRegions=["East US 2"]))
    assert faults_of(stack)["migrations[0].targetRegions[0]"][2].startswith("Write `name: East US 2`")
    whole = stack_of(entry(source="myImage"))  # which needs more than a name
    assert faults_of(whole)["migrations[0].source"][2] == "Write `key: value` lines below it."


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("01.0.0", 'Write "1.0.0".'),
        ("1.0", "Choose a number that Azure accepts."),
        ("99999999999.01.0", "Choose a number that Azure accepts."),
    ],
)
def test_a_number_with_leading_zeros_is_told_without_them(written: str, remedy: str) -> None:
    assert faults_of(stack_of(entry(version=written)))["migrations[0].version"][2] == remedy


GO_MIDNIGHT = "2027-01-31 00:00:00 +0000 UTC"


@pytest.mark.parametrize(
    ("value", "read_as", "remedy"),
    [
        (1.1, "a number", "in quotes, as it is meant"),
        (83, "a number", "in quotes, as it is meant"),
        (True, "true or false", "in quotes, as it is meant"),
        (None, "nothing", "in quotes"),
        (GO_MIDNIGHT, "a date", 'in quotes: "2027-01-31"'),
        ("2027-01-31 12:30:00.5 +0200 +0200", "a date", 'in quotes: "2027-01-31T12:30:00.500000+02:00"'),
    ],
)
def test_what_yaml_makes_of_a_text_is_told_to_be_quoted(value: Json, read_as: str, remedy: str) -> None:
    found = faults_of(stack_of(entry(tags={"built": value})))
    _, rule, told = found["migrations[0].tags.built"]
    assert f"YAML reads this as {read_as}" in rule
    assert remedy in told
    assert "1.1." not in told


@pytest.mark.parametrize("where", [("endOfLifeDate",), ("definition", "endOfLifeDate"), ("source", "name")])
def test_a_date_without_quotes_is_one_fault_wherever_it_stands(where: tuple[str, ...]) -> None:
    stack = with_value(stack_of(entry()), GO_MIDNIGHT, *FIRST, *where)
    with pytest.raises(ConfigFaults) as caught:
        parse_stack_config(stack, SUBSCRIPTION, NOW)
    path = f"migrations[0].{'.'.join(where)}"
    dates = [fault for fault in caught.value.faults if fault.path == path and "as a date" in fault.rule]
    assert [fault.remedy for fault in dates] == ['Write it in quotes: "2027-01-31".']
    assert not [fault for fault in caught.value.faults if "RFC 3339" in fault.rule]


def test_tags_are_judged_wherever_they_stand() -> None:
    stack = stack_of(entry(tags={"a/b": "x", "Owner": "y", "owner": "z"}), defaults={"tags": {"azureTeam": "x"}})
    found = faults_of({**stack, "defaults": {"targetRegions": regions("eastus2"), "tags": {"azureTeam": "x"}}})
    assert {"migrations[0].tags.a/b", "migrations[0].tags.owner", "defaults.tags.azureTeam"} <= set(found)
    assert "same tag as Owner" in found["migrations[0].tags.owner"][1]


def test_a_tag_takes_the_place_of_a_default_in_another_case() -> None:
    defaults: JsonObject = {"targetRegions": regions("southcentralus"), "tags": {"Owner": "platform", "env": "prod"}}
    plan = parse_stack_config(stack_of(entry(tags={"owner": "web"}), defaults=defaults), SUBSCRIPTION, NOW)
    assert plan.migrations[0].settings.tags == {"env": "prod", "owner": "web"}


def test_the_defaults_count_among_the_tags() -> None:
    def tags(first: int, count: int) -> JsonObject:
        return {f"tag{number}": "x" for number in range(first, first + count)}

    defaults: JsonObject = {"targetRegions": regions("southcentralus"), "tags": tags(0, 25)}
    assert parse_stack_config(stack_of(entry(tags=tags(25, 25)), defaults=defaults), SUBSCRIPTION, NOW)
    found = faults_of(stack_of(entry(tags=tags(25, 26)), defaults=defaults))
    assert found["migrations[0].tags"][0] == "51 tags"


def test_a_fault_names_its_migration() -> None:
    whole = entry(tags={"a/b": "x"})
    with pytest.raises(ConfigFaults, match=re.escape("  myImageDefinition-1.0.1, migrations[1].tags.a/b")):
        parse_stack_config(stack_of(entry(), {**whole, "version": "1.0.1"}), SUBSCRIPTION, NOW)


def test_a_name_that_is_wrong_adds_no_line_to_its_fault() -> None:
    with pytest.raises(ConfigFaults) as caught:
        parse_stack_config(stack_of(entry(name="x\n# may be applied\x1b[2J" + "y" * 200)), SUBSCRIPTION, NOW)
    (fault,) = caught.value.faults
    assert fault.entry.startswith("x # may be applied\ufffd[2Jy")
    assert len(fault.entry) == 100


def test_what_several_migrations_share_is_one_fault() -> None:
    fault = Fault("gallery", ["x"], "does not exist", "Make it.")
    assert ConfigFaults([fault, Fault("gallery", ["x"], "does not exist", "Make it.")]).faults == (fault,)


def test_shallow_goes_neither_with_retired_nor_with_more_than_its_own_replica() -> None:
    found = faults_of(stack_of(entry("retired", replicationMode="Shallow")))
    assert "migrations[0].replicationMode" in found
    with pytest.raises(ConfigFaults) as caught:
        parse_stack_config(stack_of(entry("retired", replicationMode="Shallow")), SUBSCRIPTION, NOW)
    assert len(caught.value.faults) == 2


def test_blocking_deletion_needs_an_end_of_life() -> None:
    stack = stack_of(entry(blockDeletionBeforeEndOfLife=True), defaults={"targetRegions": regions("eastus2")})
    assert "needs endOfLifeDate" in faults_of(stack)["migrations[0].blockDeletionBeforeEndOfLife"][1]


def test_a_date_that_has_passed_is_no_fault_once_the_version_exists() -> None:
    plan = parse_stack_config(stack_of(entry("retired", endOfLifeDate="2026-01-01")), SUBSCRIPTION, NOW)
    assert plan.migrations[0].settings.end_of_life_date == "2026-01-01"


def test_the_same_migration_twice() -> None:
    found = faults_of(stack_of(entry(), entry()))
    assert "same migration as migrations[0]" in found["migrations[1]"][1]


def test_a_version_number_taken_by_another_source_of_the_config() -> None:
    found = faults_of(stack_of(entry(), entry(source={"resourceGroup": "g", "name": "other"})))
    assert "is taken by migrations[0]" in found["migrations[1].version"][1]


def test_two_definitions_with_one_identifier() -> None:
    other: JsonObject = {"name": "other", "publisher": "MYPUBLISHER", "offer": "myOffer", "sku": "mySKU"}
    found = faults_of(stack_of(entry(), entry(definition=other)))
    assert "unique in a gallery" in found["migrations[1].definition"][1]


def test_contradicting_declarations_of_one_definition() -> None:
    other: JsonObject = {"name": "myImageDefinition", "publisher": "myPublisher", "offer": "another", "sku": "mySKU"}
    found = faults_of(stack_of(entry(), entry(definition=other, version="1.0.1")))
    assert "migrations[0].definition.offer = 'myOffer'" in found["migrations[1].definition.offer"][1]


def test_two_spellings_of_one_definition_are_a_contradiction() -> None:
    found = faults_of(stack_of(entry(), entry(definition={"name": "MYIMAGEDEFINITION"}, version="1.0.1")))
    assert "migrations[1].definition.name" in found


def test_a_sharer_may_give_only_the_definitions_name() -> None:
    plan = parse_stack_config(
        stack_of(entry(), entry(definition={"name": "myImageDefinition"}, version="1.0.1")), SUBSCRIPTION, NOW
    )
    assert [migration.name for migration in plan.migrations] == ["myImageDefinition-1.0.0", "myImageDefinition-1.0.1"]


def test_a_definition_that_is_to_be_created_needs_its_identifier() -> None:
    found = faults_of(stack_of(entry(definition={"name": "d"})))
    assert {f"migrations[0].definition.{key}" for key in ("publisher", "offer", "sku")} <= set(found)


def test_one_message_lists_all_faults_of_all_migrations() -> None:
    stack = stack_of(entry(version=1.1), entry("retired", version="1"), gallery={"name": "a-b"})
    with pytest.raises(ConfigFaults) as caught:
        parse_stack_config(stack, SUBSCRIPTION, NOW)
    text = str(caught.value)
    assert "migrations[0].version" in text
    assert "gallery.resourceGroup" in text
    assert len(caught.value.faults) >= 2


def test_a_version_that_a_migration_still_keeps_may_be_abandoned() -> None:
    plan = parse_stack_config(
        {**stack_of(entry("retired")), "abandonedVersions": abandoned(VERSION)}, SUBSCRIPTION, NOW
    )
    assert [one.id for one in plan.abandoned_versions] == [VERSION]
    assert [migration.version_id.key for migration in plan.migrations] == [VERSION.lower()]


def test_an_abandoned_version_without_a_reason_does_not_hide_what_is_wrong_with_the_next() -> None:
    found = faults_of({**stack_of(entry()), "abandonedVersions": [{"id": VERSION}, {"id": "x", "reason": "r"}]})
    assert set(found) == {"abandonedVersions[0].reason", "abandonedVersions[1].id"}


def test_defaults_hold_where_an_entry_says_nothing() -> None:
    stack = stack_of(entry(excludeFromLatest=False, notUsedForDays=0, tags={"a": "own"}))
    defaults: JsonObject = {
        "targetRegions": regions("eastus2"),
        "excludeFromLatest": True,
        "notUsedForDays": 30,
        "storageAccountType": "Premium_LRS",
        "tags": {"a": "default", "b": "default"},
    }
    settings = parse_stack_config({**stack, "defaults": defaults}, SUBSCRIPTION, NOW).migrations[0].settings
    assert (settings.exclude_from_latest, settings.not_used_for_days) == (False, 0)
    assert settings.storage_account_type is StorageAccountType.PREMIUM_LRS
    assert settings.tags == {"a": "own", "b": "default"}


@given(st.integers(0, 2**15 - 1))
def test_the_source_id_is_the_same_text_for_every_spelling(bits: int) -> None:
    def spelled(text: str) -> str:
        return "".join(c.upper() if bits >> (i % 15) & 1 else c.lower() for i, c in enumerate(text))

    by_name = stack_of(entry(source={"resourceGroup": spelled("myResourceGroup"), "name": spelled("myImage")}))
    whole = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/Microsoft.Compute/images/myImage"
    by_id = stack_of(entry(source={"id": spelled(whole)}))
    ids = {
        str(parse_stack_config(s, SUBSCRIPTION, NOW).migrations[0].source_id)
        for s in (by_name, by_id, stack_of(entry()))
    }
    assert len(ids) == 1


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_every_version_of_three_32_bit_integers_is_good(major: int, minor: int, patch: int) -> None:
    version = f"{major}.{minor}.{patch}"
    plan = parse_stack_config(stack_of(entry(version=version)), SUBSCRIPTION, NOW)
    assert plan.migrations[0].version_id.name == version


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(json_values, st.sampled_from(["gallery", "defaults", "migrations", "referenceScan", "abandonedVersions"]))
def test_no_config_whatever_makes_anything_but_faults_or_a_plan(value: Json, key: str) -> None:
    stack = {**stack_of(entry()), key: value}
    faults: tuple[Fault, ...] | None = None
    try:
        parse_stack_config(stack, SUBSCRIPTION, NOW)
    except ConfigFaults as error:
        faults = error.faults
    assert faults is None or faults


ARGUMENTS: dict[str, object] = {
    "stage": "published",
    "source": {"resource_group": "g", "name": "i"},
    "gallery": {"resource_group": "g", "name": "G"},
    "definition": {"name": "d", "publisher": "p", "offer": "o", "sku": "s"},
    "version": "1.0.0",
    "target_regions": [{"name": "eastus2", "replica_count": 3.0}],
}


def test_component_arguments_may_hold_numbers_as_other_languages_send_them() -> None:
    migration = parse_component_args("mine", ARGUMENTS, SUBSCRIPTION, NOW)
    assert migration.name == "mine"
    assert repr(migration.target_regions[0].replica_count) == "3"


def test_component_arguments_are_judged_by_the_same_rules() -> None:
    with pytest.raises(ConfigFaults) as caught:
        parse_component_args("mine", {"stage": "published", "versoin": "1"}, SUBSCRIPTION, NOW)
    assert {"mine.versoin", "mine.source"} <= {fault.path for fault in caught.value.faults}


def test_tags_and_dates_of_component_arguments_are_judged_by_the_same_rules() -> None:
    tags = {"a/b": "x", "built": GO_MIDNIGHT}
    with pytest.raises(ConfigFaults) as caught:
        parse_component_args("mine", {**ARGUMENTS, "tags": tags}, SUBSCRIPTION, NOW)
    assert [fault.path for fault in caught.value.faults] == ["mine.tags.built", "mine.tags.a/b"]


def test_a_component_may_belong_to_another_subscription_than_the_stack() -> None:
    other = "00000000-0000-4000-8000-00000000000b"
    migration = parse_component_args("mine", ARGUMENTS | {"subscription_id": other}, SUBSCRIPTION, NOW)
    assert migration.gallery_id.subscription_id == migration.version_id.subscription_id == other
    assert migration.source_id.subscription_id == other


def test_a_subscription_is_named_by_its_id() -> None:
    with pytest.raises(ConfigFaults) as caught:
        parse_component_args("mine", ARGUMENTS | {"subscription_id": "production"}, SUBSCRIPTION, NOW)
    (fault,) = caught.value.faults
    assert (fault.path, fault.rule) == ("mine.subscription_id", "must be a subscription id (a GUID)")


def test_a_component_alone_may_abandon_versions() -> None:
    with pytest.raises(ConfigFaults) as caught:
        parse_component_args("mine", {**ARGUMENTS, "abandoned_versions": abandoned("1.0.0")}, SUBSCRIPTION, NOW)
    assert {fault.path for fault in caught.value.faults} == {"mine.abandonedVersions[0].id"}


@pytest.mark.parametrize("name", ["my web", "x\n# y", "", "\x1b"])
def test_an_instance_with_a_name_that_could_steer_what_shows_it_is_told_how_to_keep_it(name: str) -> None:
    with pytest.raises(ConfigFaults, match="aliases="):
        parse_component_args(name, ARGUMENTS, SUBSCRIPTION, NOW)


def test_the_longest_default_name_is_no_fault() -> None:
    definition: JsonObject = {"name": "d" * 80, "publisher": "p", "offer": "o", "sku": "s"}
    (migration,) = parse_stack_config(
        stack_of(entry(definition=definition, version="2147483647.1.1")), SUBSCRIPTION, NOW
    ).migrations
    assert parse_component_args(migration.name, ARGUMENTS, SUBSCRIPTION, NOW).name == migration.name
