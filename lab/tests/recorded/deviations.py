"""Where local Azure answers otherwise than was recorded, and why: the only differences that a replay may show."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Deviation:
    """A flow, a pattern of `number: place` in it (`*` stands for anything), and the reason.

    A status is never meant by `*`: another status is another answer.
    """

    flow: str
    place: str
    reason: str

    def allows(self, place: str) -> bool:
        """Whether this difference is the one that is meant."""
        if place.endswith(": status"):
            return place == self.place
        return fnmatchcase(place, self.place.replace("[", "[[]"))


DEVIATIONS = (
    Deviation(
        "cli_2024-07-01_managed_image_create_from_vm",
        "*: header x-ms-ratelimit-remaining-resource",
        "the buckets of Compute's images were renamed by 2026; those of 2019 to 2021, with known sizes, are used",
    ),
    Deviation(
        "spec_2024-03-01_image_from_managed_disk",
        "0: properties.hyperVGeneration",
        "a documented example, not traffic: every recorded image shows its generation",
    ),
    Deviation(
        "spec_2024-03-01_image_from_managed_disk",
        "0: properties.storageProfile.osDisk.storageAccountType",
        "a documented example, not traffic: every recorded image shows the storage type of its disks",
    ),
    Deviation(
        "issue_2024_version_put_again_over_unfinished",
        "1: header retry-after",
        "480 s was read once in a log of 2024; every whole recording of versions has 60",
    ),
    Deviation(
        "issue_2024_version_put_again_over_unfinished",
        "1: .",
        "the log leaves the poll's body out",
    ),
    Deviation(
        "aso_2022-03-01_vm_create",
        "*: tags",
        "a policy of the recorded subscription added tags",
    ),
    Deviation(
        "ps_2024-07-01_vm_create",
        "0: tags",
        "a policy of the recorded subscription added tags",
    ),
    Deviation(
        "ps_2024-07-01_vm_create",
        "0: identity",
        "a policy of the recorded subscription added an identity",
    ),
    Deviation(
        "aso_2022-03-01_vm_create",
        "*: header retry-after",
        "35 s at the first poll and none later; here 30 s (net_2021-03-01) at every poll of a running operation",
    ),
    Deviation(
        "java_2022-11-01_boot_test_run_command",
        "7: header retry-after",
        "only the first poll of a machine's operation carried one; here every poll of a running one does",
    ),
    Deviation(
        "java_2022-11-01_boot_test_run_command",
        "1?: header retry-after",
        "run commands carried none; here they have the waiting times of their machine's type",
    ),
    Deviation(
        "java_2021-07-01_vm_from_managed_image",
        "0: header retry-after",
        "run commands carried none; here they have the waiting times of their machine's type",
    ),
    Deviation(
        "ps_2024-07-01_vm_create",
        "0: header x-ms-ratelimit-remaining-resource",
        "the buckets of machines were renamed by 2025; those of 2021 to 2023, with known sizes, are used",
    ),
    Deviation(
        "java_2021-11-01_vmss_from_managed_image",
        "*: header x-ms-ratelimit-remaining-resource",
        "a scale set draws on several buckets at once in Azure, on one here",
    ),
    Deviation(
        "cli_2019-03-01_run_command_invoke",
        "0: header x-ms-ratelimit-remaining-resource",
        "POST actions draw on no bucket of the provider here",
    ),
    Deviation(
        "java_2022-11-01_boot_test_run_command",
        "10: header x-ms-ratelimit-remaining-resource",
        "POST actions draw on no bucket of the provider here",
    ),
    Deviation(
        "cli_2016-09-01_vnet_and_lock",
        "*: *id",
        "ids are spelled in the canonical way here, in Azure as the PUT was; the others lock types that are not here",
    ),
    Deviation(
        "cli_2020-02-14_image_template_from_managed_image",
        "*: header content-type",
        "Image Builder is a stack of its own that names no charset; here all answers do",
    ),
    Deviation(
        "cli_2020-02-14_image_template_from_managed_image",
        "1: *Time",
        "Image Builder writes times with Z; here polls have one form",
    ),
    Deviation(
        "cli_2020-04-01-preview_identity_role_assignment",
        "0: properties.clientSecretUrl",
        "only at this preview version, and of no use without the service behind it",
    ),
    Deviation(
        "cli_2021-07-01_vm_from_shared_gallery_image",
        "*: properties.storageProfile.imageReference.*id",
        "the recorded machine names its version by sharedGalleryImageId, the replay by id",
    ),
    Deviation(
        "cli_2021-07-01_vm_from_shared_gallery_image",
        "*: properties.storageProfile.imageReference.sharedGalleryImageId",
        "the recorded machine names its version by sharedGalleryImageId, the replay by id",
    ),
    Deviation(
        "cli_2021-07-01_vm_from_shared_gallery_image",
        "7: properties.ipAddress",
        "dynamic public addresses are never given out here",
    ),
    Deviation(
        "cli_2022-04-01_role_assignment",
        "2: value[*",
        "two assignments at the tenant's root there; the owner's at the subscription and the flow's own here",
    ),
    Deviation(
        "cli_2022-05-01-preview_custom_role_definition",
        "3: value[]",
        "the role vanished from the list for a while; here what was written is seen at once",
    ),
    Deviation(
        "net_2019-07-01_vm_list_subscription",
        "0: properties.*",
        "a machine with unmanaged disks in an availability set; here disks are managed",
    ),
    Deviation(
        "net_2019-07-01_vm_list_subscription",
        "1: value[*",
        "eight machines of four kinds that are not here (unmanaged disks, extensions), one here",
    ),
    Deviation(
        "ps_2018-12-01_vnet_and_group_delete",
        "2: header *",
        "a finished operation's Location repeated the headers of its DELETE; here it has those of a poll",
    ),
    Deviation(
        "ps_2019-09-01_public_ip_and_nic",
        "9: header *",
        "a finished operation's Location repeated the headers of its DELETE; here it has those of a poll",
    ),
    Deviation(
        "spec_2022-02-14_image_templates_list",
        "0: *",
        "a documented example with a wrong type, without states, with its own values; only the form is meant",
    ),
    Deviation(
        "spec_2024-03-01_vmss_list_subscription",
        "0: *",
        "a documented example that fills in every member; only the list's form is meant",
    ),
    Deviation(
        "cli_2022-09-01_resources_changed_time",
        "0: value[]",
        "resources of many kinds there, two networks here",
    ),
    Deviation(
        "cli_2021-03-01_resource_graph_next_page",
        "0: data[*].id",
        "resources of many kinds there, networks here",
    ),
    Deviation(
        "issue_2022_activity_log_vm_write",
        "0: value[]",
        "one event of the log was published; here the one that began the request stands beside it",
    ),
    Deviation(
        "issue_2022_activity_log_vm_write",
        "0: value[0].claims.*",
        "a person called; here it is a service principal, whose claims are general knowledge",
    ),
    Deviation(
        "spec_2015-04-01_activity_log",
        "0: *",
        "a documented example of an older form and of another provider; the newer event is the one that is followed",
    ),
    Deviation(
        "spec_2019-08-01_batch_pool_custom_image",
        "0: value[0].*",
        "a documented example with an identity of no type and a storage account",
    ),
    Deviation(
        "spec_2019-08-01_batch_pool_custom_image",
        "1: properties.*",
        "a documented example without what the recorded pools show of their resizing",
    ),
    Deviation(
        "spec_2022-09-09_avd_host_pools_list",
        "0: value[0].*",
        "a documented example with a wrong type that fills in every member; only the form is meant",
    ),
    Deviation(
        "spec_2026-04-01-preview_avd_session_host_configuration",
        "0: properties.*",
        "a documented example that fills in every member, of an image it does not use; only the form is meant",
    ),
)


def of_flow(flow: str) -> list[Deviation]:
    """What may differ in a flow."""
    return [each for each in DEVIATIONS if each.flow == flow]


def unexplained(flow: str, found: dict[str, str]) -> dict[str, str]:
    """The differences that no deviation allows."""
    allowed = of_flow(flow)
    return {place: text for place, text in found.items() if not any(each.allows(place) for each in allowed)}


def unneeded(flow: str, found: dict[str, str]) -> list[Deviation]:
    """The deviations of a flow that nothing deviates by: the list is to say what is so."""
    return [each for each in of_flow(flow) if not any(each.allows(place) for place in found)]
