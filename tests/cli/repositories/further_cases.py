"""More of the table: texts that are put together, several blocks in one, commands in commands, other languages."""

from __future__ import annotations

from tests.cli.repositories.case import CERTAIN, HINT, PROBABLE, Case, by_id

FURTHER_CASES = (
    Case(
        "terraform data as JSON, one of several",
        "a.tf.json",
        '{"data": {"azurerm_image": {\n"db": {"name": "db", "resource_group_name": "{group}"},\n'
        '"x": {"resource_group_name": "{group}",\n"name": "{name}"}}}} ←\n',
        PROBABLE,
        "Terraform",
    ),
    Case(
        "terraform as JSON makes it",
        "cdk.tf.json",
        '{"resource": {"azurerm_image": {"x": [{"name": "{name}", "resource_group_name": "{group}"}]}}} ←\n',
        PROBABLE,
        "Terraform",
        makes=True,
    ),
    Case(
        "terraform id of joined texts",
        "a.tf",
        'id = join("", [\n  "/subscriptions/{subscription}/resourceGroups/{group}",\n'
        '  "/providers/Microsoft.Compute/images/{name}", ←\n])\n',
        CERTAIN,
        "Terraform",
    ),
    Case(
        "CDK of Terraform in Go",
        "main.go",
        'i := image.NewDataAzurermImage(s, jsii.String("x"), &image.DataAzurermImageConfig{\n'
        '\tName: jsii.String("{name}"), ←\n\tResourceGroupName: jsii.String("{group}"),\n})\n',
        PROBABLE,
        "Terraform (CDK)",
    ),
    Case(
        "CDK of Terraform in Java",
        "Main.java",
        'var i = DataAzurermImage.Builder.create(this, "x")\n  .name("{name}") ←\n'
        '  .resourceGroupName("{group}")\n  .build();\n',
        PROBABLE,
        "Terraform (CDK)",
    ),
    Case(
        "ARM concat of texts alone",
        "t.json",
        "\"id\": \"[concat(subscription().id, '/resourceGroups/', '{group}', "
        "'/providers/Microsoft.Compute/images/', '{name}')]\" ←\n",
        PROBABLE,
        "json",
    ),
    Case(
        "Pulumi concat",
        "__main__.py",
        'id = pulumi.Output.concat("/subscriptions/", sub, "/resourceGroups/{group}/providers/Microsoft.Compute'
        '/images/", "{name}") ←\n',
        HINT,
        "Pulumi",
    ),
    Case(
        "Bicep, one of several",
        "a.bicep",
        "resource i 'Microsoft.Compute/images@2024-07-01' existing = [for (z, n) in zones: if (n > 0) {\n"
        "  scope: resourceGroup('{group}')\n  name: '{name}' ←\n}]\n",
        PROBABLE,
        "Bicep",
    ),
    by_id(
        "Pulumi looks it up by its id",
        "index.ts",
        'const i = azure.compute.Image.get("x", "{id}"); ←\n',
        "ts",
        in_place=False,
    ),
    by_id(
        "Pulumi looks it up by its id in Go",
        "main.go",
        'i, err := compute.GetImage(ctx, "x", pulumi.ID("{id}"), nil) ←\n',
        "Pulumi",
        in_place=False,
    ),
    by_id("Pulumi imports it", "index.ts", 'new azure.Image("x", args, { import: "{id}" }); ←\n', "ts", in_place=False),
    Case(
        "Ansible in words",
        "p.yml",
        "- azure_rm_image_info: resource_group={group} name={name} ←\n",
        PROBABLE,
        "Ansible",
    ),
    Case(
        "Packer's chroot writes",
        "a.pkr.hcl",
        'source "azure-chroot" "x" {\n  image_resource_id = "{id}" ←\n}\n',
        CERTAIN,
        "Packer",
        makes=True,
    ),
    Case(
        "az show within an option",
        "a.sh",
        'az vm create -n vm --image "$(az image show -g {group} -n {name} --query id -o tsv)" ←\n',
        PROBABLE,
        "az",
    ),
    Case(
        "az show within backquotes",
        "a.sh",
        "az vm create -n vm --image `az image show -n {name} -g {group} --query id` ←\n",
        PROBABLE,
        "az",
    ),
    Case(
        "az list with a query",
        "a.sh",
        "az image list -g {group} --query \"[?name=='{name}'].id | [0]\" -o tsv ←\n",
        PROBABLE,
        "az",
    ),
    Case(
        "az show with its subscription",
        "a.sh",
        "az image show --subscription {subscription} -n {name} -g {group} ←\n",
        CERTAIN,
        "az",
    ),
    by_id("Vagrant's id", "Vagrantfile", 'azure.vm_managed_image_id = "{id}" ←\n', "Vagrant", in_place=False),
    by_id("a slash at the end", "a.tf", 'source_image_id = "{id}/" ←\n', "Terraform"),
    by_id(
        "PowerShell's text over lines",
        "a.ps1",
        '$body = @"\n{ "imageReference": { "id": "{id}" } } ←\n"@\n',
        "PowerShell",
    ),
)
"""The further forms."""
