"""Every form in which repositories write a managed image, each with a near miss: the table that the tests go by.

`{id}` is the image's id, `{name}` and `{group}` its parts; the line that names it is the one with `←` behind it, which
is taken off. A near miss is the same text of another image.
"""

from __future__ import annotations

from dataclasses import dataclass

CERTAIN, PROBABLE, HINT = "certain", "probable", "hint"


@dataclass(frozen=True)
class Case:
    """A file, what is found in it (tool, grade, and whether it makes the image) and whether it is changed in place."""

    title: str
    file: str
    text: str
    grade: str
    tool: str
    makes: bool = False
    in_place: bool = False


def _id(title: str, file: str, text: str, tool: str, *, in_place: bool = True) -> Case:
    return Case(title, file, text, CERTAIN, tool, in_place=in_place)


CASES = (
    _id("terraform id", "a.tf", 'resource "x" "y" {\n  source_image_id = "{id}" ←\n}\n', "Terraform"),
    _id("terraform old", "a.tf", 'storage_image_reference {\n  id = "{id}" ←\n}\n', "Terraform"),
    _id("terraform variable's default", "v.tfvars", 'image = "{id}" ←\n', "Terraform"),
    _id(
        "terraform version made of it",
        "a.tf",
        'resource "azurerm_shared_image_version" "x" {\n  managed_image_id = "{id}" ←\n}\n',
        "Terraform",
        in_place=False,
    ),
    _id(
        "terraform import",
        "a.tf",
        'import {\n  to = azurerm_image.web\n  id = "{id}" ←\n}\n',
        "Terraform",
        in_place=False,
    ),
    _id("terraform state", "terraform.tfstate", '{"source_image_id": "{id}"} ←\n', "Terraform state", in_place=False),
    Case(
        "terraform data",
        "a.tf",
        'data "azurerm_image" "x" {\n  name                = "{name}" ←\n  resource_group_name = "{group}"\n}\n',
        PROBABLE,
        "Terraform",
    ),
    Case(
        "terraform data, group first",
        "a.tf",
        'data "azurerm_image" "x" {\n  resource_group_name = "{group}"\n  name = "{name}" ←\n}\n',
        PROBABLE,
        "Terraform",
    ),
    Case(
        "terraform data, variable group",
        "a.tf",
        'data "azurerm_image" "x" {\n  name = "{name}" ←\n  resource_group_name = var.rg\n}\n',
        HINT,
        "Terraform",
    ),
    Case(
        "terraform data, variable name",
        "a.tf",
        'data "azurerm_image" "x" {\n  name = each.key ←\n  resource_group_name = "{group}"\n}\n',
        HINT,
        "Terraform",
    ),
    Case(
        "terraform data, pattern of names",
        "a.tf",
        'data "azurerm_image" "x" {\n  name_regex = "^w.*" ←\n  resource_group_name = "{group}"\n}\n',
        HINT,
        "Terraform",
    ),
    Case(
        "terraform data as JSON",
        "a.tf.json",
        '{"data": {"azurerm_image": {"x": {\n "name": "{name}", ←\n "resource_group_name": "{group}"}}}}\n',
        PROBABLE,
        "Terraform",
    ),
    Case(
        "terraform makes it",
        "a.tf",
        'resource "azurerm_image" "x" {\n  name = "{name}" ←\n  resource_group_name = "{group}"\n}\n',
        PROBABLE,
        "Terraform",
        makes=True,
    ),
    Case(
        "azapi",
        "a.tf",
        'data "azapi_resource" "x" {\n  type = "Microsoft.Compute/images@2023-09-01"\n  name = "{name}" ←\n'
        '  parent_id = "/subscriptions/${var.s}/resourceGroups/{group}"\n}\n',
        HINT,
        "Terraform",
    ),
    Case(
        "terraform variable in the id",
        "a.tf",
        'x = "/subscriptions/${var.sub}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}" ←\n',
        HINT,
        "Terraform",
    ),
    Case(
        "terraform id of a group",
        "a.tf",
        'x = "${data.azurerm_resource_group.rg.id}/providers/Microsoft.Compute/images/{name}" ←\n',
        HINT,
        "Terraform",
    ),
    Case("terraform names", "a.tfvars", 'image_names = ["a", "{name}"] ←\n', HINT, "Terraform"),
    Case("terraform default", "v.tf", 'variable "image_name" {\n  default = "{name}" ←\n}\n', HINT, "Terraform"),
    _id("ARM id", "t.json", '{"apiVersion": "1", "imageReference": {"id": "{id}"}} ←\n', "ARM template"),
    Case(
        "ARM resourceId 2", "t.json", """"id": "[resourceId('Microsoft.Compute/images', '{name}')]" ←\n""", HINT, "json"
    ),
    Case(
        "ARM resourceId 3",
        "t.json",
        """"id": "[resourceId('{group}', 'Microsoft.Compute/images', '{name}')]" ←\n""",
        PROBABLE,
        "json",
    ),
    Case(
        "ARM resourceId 4",
        "t.json",
        """"id": "[resourceId('{subscription}', '{group}', 'Microsoft.Compute/images', '{name}')]" ←\n""",
        CERTAIN,
        "json",
        in_place=True,
    ),
    Case(
        "ARM concat",
        "t.json",
        """"id": "[concat('/subscriptions/', subscription().subscriptionId, '/resourceGroups/', parameters('g'),
 '/providers/Microsoft.Compute/images/{name}')]" ←\n""",
        HINT,
        "json",
    ),
    Case(
        "ARM concat with a group",
        "t.json",
        """"id": "[concat('/subscriptions/', subscription().subscriptionId, '/resourceGroups/{group}/providers/"""
        """Microsoft.Compute/images/', parameters('imageName'))]" ←\n""",
        HINT,
        "json",
    ),
    Case(
        "ARM makes it",
        "t.json",
        '{"apiVersion": "1",\n"type": "Microsoft.Compute/images",\n"name": "{name}", ←\n"properties": {}}\n',
        HINT,
        "ARM template",
        makes=True,
    ),
    _id("ARM parameters", "p.json", '{"imageId": {\n  "value": "{id}" ←\n}}\n', "json"),
    _id("AVD parameter", "p.json", '{"vmCustomImageSourceId": {"value": "{id}"}} ←\n', "json"),
    Case("ARM parameter's name", "p.json", '{"imageName": {\n "value": "{name}" ←\n}}\n', HINT, "json"),
    _id("Bicep id", "a.bicep", "imageReference: {\n  id: '{id}' ←\n}\n", "Bicep"),
    Case(
        "Bicep existing",
        "a.bicep",
        "resource i 'Microsoft.Compute/images@2023-09-01' existing = {\n  name: '{name}' ←\n"
        "  scope: resourceGroup('{group}')\n}\n",
        PROBABLE,
        "Bicep",
    ),
    Case(
        "Bicep existing, scope first, with the subscription",
        "a.bicep",
        "resource i 'Microsoft.Compute/images@2023-09-01' existing = {\n"
        "  scope: resourceGroup('{subscription}', '{group}')\n  name: '{name}' ←\n}\n",
        CERTAIN,
        "Bicep",
    ),
    Case(
        "Bicep existing without a scope",
        "a.bicep",
        "resource i 'Microsoft.Compute/images@2023-09-01' existing = {\n  name: '{name}' ←\n}\n",
        HINT,
        "Bicep",
    ),
    Case(
        "Bicep makes it",
        "a.bicep",
        "resource i 'Microsoft.Compute/images@2023-09-01' = {\n  name: '{name}' ←\n  location: 'eastus'\n}\n",
        HINT,
        "Bicep",
        makes=True,
    ),
    Case(
        "Bicep resourceId",
        "a.bicep",
        "id: resourceId('{group}', 'Microsoft.Compute/images', '{name}') ←\n",
        PROBABLE,
        "Bicep",
    ),
    Case("Bicep parameter", "a.bicep", "param imageName string = '{name}' ←\n", HINT, "Bicep"),
    Case(
        "Pulumi TypeScript",
        "a.ts",
        'const i = compute.getImage({\n  imageName: "{name}", ←\n  resourceGroupName: "{group}",\n});\n',
        PROBABLE,
        "Pulumi (azure-native)",
    ),
    Case(
        "Pulumi Python",
        "a.py",
        'i = compute.get_image(resource_group_name="{group}", image_name="{name}") ←\n',
        PROBABLE,
        "Pulumi (azure-native)",
    ),
    Case(
        "Pulumi C#",
        "a.cs",
        'var i = GetImage.InvokeAsync(new() { ImageName = "{name}", ResourceGroupName = "{group}" }); ←\n',
        PROBABLE,
        "Pulumi (azure-native)",
    ),
    Case(
        "Pulumi Go",
        "a.go",
        "i, err := compute.LookupImage(ctx, &compute.LookupImageArgs{\n"
        '\tImageName:         "{name}", ←\n\tResourceGroupName: "{group}",\n})\n',
        PROBABLE,
        "Pulumi (azure-native)",
    ),
    Case(
        "Pulumi Java",
        "a.java",
        'var i = ComputeFunctions.getImage(GetImageArgs.builder()\n  .imageName("{name}") ←\n'
        '  .resourceGroupName("{group}")\n  .build());\n',
        PROBABLE,
        "Pulumi (azure-native)",
    ),
    Case(
        "Pulumi YAML",
        "Main.yaml",
        "variables:\n  i:\n    fn::invoke:\n      function: azure-native:compute:getImage\n      arguments:\n"
        "        imageName: {name} ←\n        resourceGroupName: {group}\n",
        PROBABLE,
        "Pulumi (YAML)",
    ),
    Case(
        "Pulumi classic",
        "a.ts",
        'azure.compute.getImage({ name: "{name}", resourceGroupName: "{group}" }); ←\n',
        PROBABLE,
        "Pulumi (azure)",
    ),
    _id("Pulumi id", "a.ts", 'import pulumi;\nimageReference: { id: "{id}" }, ←\n', "Pulumi"),
    _id("Pulumi classic id", "a.py", 'import pulumi\nsource_image_id="{id}" ←\n', "Pulumi"),
    Case(
        "Pulumi id of texts",
        "a.ts",
        'id: "/subscriptions/" + sub + "/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}" ←\n',
        HINT,
        "ts",
    ),
    Case(
        "Pulumi makes it",
        "a.py",
        'i = compute.Image("x", image_name="{name}", resource_group_name="{group}") ←\n',
        PROBABLE,
        "Pulumi (azure-native)",
        makes=True,
    ),
    Case(
        "Ansible in one line",
        "p.yml",
        "- azure_rm_virtualmachine:\n    image: { name: {name}, resource_group: {group} } ←\n",
        PROBABLE,
        "Ansible",
    ),
    Case(
        "Ansible in lines",
        "p.yml",
        "- azure.azcollection.azure_rm_virtualmachinescaleset:\n    image:\n      resource_group: {group}\n"
        "      name: {name} ←\n    vm_size: x\n",
        PROBABLE,
        "Ansible",
    ),
    Case("Ansible name", "p.yml", "- azure_rm_virtualmachine:\n    name: vm\n    image: {name} ←\n", HINT, "Ansible"),
    _id("Ansible id", "p.yml", "- azure_rm_virtualmachine:\n    image: {id} ←\n", "Ansible", in_place=False),
    Case(
        "Ansible reads",
        "p.yml",
        "- azure_rm_image_info:\n    resource_group: {group}\n    name: {name} ←\n",
        PROBABLE,
        "Ansible",
    ),
    Case(
        "Ansible makes it",
        "p.yml",
        "- azure_rm_image:\n    resource_group: {group}\n    name: {name} ←\n    source: vm\n",
        PROBABLE,
        "Ansible",
        makes=True,
    ),
    _id("az id", "a.sh", "az vm create -g apps -n vm --image {id} ←\n", "script"),
    Case("az name", "a.sh", "az vm create --name vm --image {name} ←\n", HINT, "az"),
    Case("az name in the machine's group", "a.sh", "az vm create -g {group} -n vm --image {name} ←\n", PROBABLE, "az"),
    Case("az show", "a.sh", "id=$(az image show -g {group} -n {name} --query id -o tsv) ←\n", PROBABLE, "az"),
    Case(
        "az show, name first", "a.sh", "az image show --name {name} \\\n  --resource-group {group} ←\n", PROBABLE, "az"
    ),
    _id(
        "az set",
        "a.sh",
        "az vmss update --set virtualMachineProfile.storageProfile.imageReference.id={id} ←\n",
        "script",
    ),
    _id(
        "az version made of it",
        "a.sh",
        "az sig image-version create --managed-image {id} ←\n",
        "script",
        in_place=False,
    ),
    _id("az deletes it", "a.sh", "az image delete --ids {id} ←\n", "script", in_place=False),
    Case("az makes it", "a.sh", "az image create -g {group} -n {name} --source vm ←\n", PROBABLE, "az", makes=True),
    Case(
        "PowerShell",
        "a.ps1",
        "$i = Get-AzImage -ResourceGroupName {group} -ImageName {name} ←\n",
        PROBABLE,
        "PowerShell",
    ),
    Case(
        "PowerShell in lines",
        "a.ps1",
        'Get-AzImage -ImageName "{name}" `\n  -ResourceGroupName "{group}" ←\n',
        PROBABLE,
        "PowerShell",
    ),
    _id("PowerShell id", "a.ps1", 'Set-AzVMSourceImage -VM $vm -Id "{id}" ←\n', "PowerShell"),
    Case(
        "PowerShell splatting",
        "a.ps1",
        "$of = @{\n  ResourceGroupName = '{group}'\n  Name = '{name}' ←\n}\n$i = Get-AzImage @of\n",
        PROBABLE,
        "PowerShell",
    ),
    Case(
        "PowerShell splatting makes it",
        "a.ps1",
        "$new = @{ ImageName = '{name}'; ResourceGroupName = '{group}' } ←\nNew-AzImage @new -Image $config\n",
        PROBABLE,
        "PowerShell",
        makes=True,
    ),
    Case(
        "PowerShell's older module",
        "a.ps1",
        "Get-AzureRmImage -ResourceGroupName {group} -ImageName {name} ←\n",
        PROBABLE,
        "PowerShell",
    ),
    Case(
        "PowerShell makes it",
        "a.ps1",
        "New-AzImage -Image $c -ImageName {name} -ResourceGroupName {group} ←\n",
        PROBABLE,
        "PowerShell",
        makes=True,
    ),
    Case(
        "Packer reads",
        "a.pkr.hcl",
        'source "azure-arm" "x" {\n  custom_managed_image_name = "{name}" ←\n'
        '  custom_managed_image_resource_group_name = "{group}"\n}\n',
        PROBABLE,
        "Packer",
    ),
    Case(
        "Packer reads, group first",
        "a.pkr.hcl",
        'source "azure-arm" "x" {\n  custom_managed_image_resource_group_name = "{group}"\n'
        '  custom_managed_image_name = "{name}" ←\n  managed_image_name = "new"\n'
        '  managed_image_resource_group_name = "{group}"\n}\n',
        PROBABLE,
        "Packer",
    ),
    Case(
        "Packer writes",
        "a.pkr.hcl",
        'source "azure-arm" "x" {\n  managed_image_name = "{name}" ←\n'
        '  managed_image_resource_group_name = "{group}"\n}\n',
        PROBABLE,
        "Packer",
        makes=True,
    ),
    Case(
        "Packer writes JSON",
        "packer.json",
        '{"builders": [{"type": "azure-arm",\n"managed_image_resource_group_name": "{group}",\n'
        '"managed_image_name": "{name}" ←\n}]}\n',
        PROBABLE,
        "Packer",
        makes=True,
    ),
    Case(
        "Packer reads JSON",
        "packer.json",
        '{"builders": [{"type": "azure-arm",\n"custom_managed_image_name": "{name}", ←\n'
        '"custom_managed_image_resource_group_name": "{group}"}]}\n',
        PROBABLE,
        "Packer",
    ),
    Case(
        "Packer writes a name with a time",
        "a.pkr.hcl",
        'source "azure-arm" "x" {\n  managed_image_name = "{start}${local.t}" ←\n'
        '  managed_image_resource_group_name = "{group}"\n}\n',
        HINT,
        "Packer",
        makes=True,
    ),
    Case(
        "Image Builder writes",
        "t.json",
        '{"apiVersion": "1", "distribute": [{"type": "ManagedImage",\n "imageId": "{id}"}]} ←\n',
        CERTAIN,
        "ARM template",
        makes=True,
    ),
    _id(
        "Image Builder reads",
        "t.json",
        '{"apiVersion": "1", "source": {"type": "ManagedImage",\n "imageId": "{id}"}} ←\n',
        "ARM template",
        in_place=False,
    ),
    _id(
        "Jenkins JCasC",
        "jenkins.yaml",
        "clouds:\n- azureVM:\n    vmTemplates:\n    - imageTopLevelType: advanced\n"
        '      imageReference:\n        id: "{id}" ←\n',
        "Jenkins",
    ),
    _id("Jenkins config.xml", "config.xml", "<imageReference><id>{id}</id></imageReference> ←\n", "Jenkins"),
    _id("GitHub Actions", ".github/workflows/a.yml", "env:\n  MANAGED_IMAGE_ID: {id} ←\n", "pipeline"),
    _id("Azure DevOps", "azure-pipelines.yml", "  arguments: -ManagedImageId {id} -Other x ←\n", "pipeline"),
    Case("a pipeline's name", "azure-pipelines.yml", "  arguments: -ManagedImageName {name} ←\n", HINT, "pipeline"),
    Case(
        "a pipeline's variable",
        "azure-pipelines.yml",
        "variables:\n- name: imageName\n  value: {name} ←\n",
        HINT,
        "pipeline",
    ),
    Case(
        "a pipeline's parameter",
        "azure-pipelines.yml",
        "parameters:\n- name: imageName\n  type: string\n  default: {name} ←\n",
        HINT,
        "pipeline",
    ),
    _id("CycleCloud", "cluster.txt", "[cluster x]\n[[node a]]\n  ImageName = {id} ←\n", "CycleCloud"),
    _id("CycleCloud older", "cluster.ini", "[[nodearray a]]\nImageId = {id} ←\n", "CycleCloud"),
    _id("Batch", "pool.json", '{"imageReference": {"virtualMachineImageId": "{id}"}} ←\n', "Batch"),
    _id("batch-shipyard", "pool.yaml", "pool_specification:\n  arm_image_id: {id} ←\n", "Batch"),
    _id("AVD text", "hp.json", r'{"vmTemplate": "{\"customImageId\":\"{id}\",\"x\":1}"} ←' + "\n", "AVD"),
    Case(
        "OpenShift",
        "ms.yaml",
        "kind: MachineSet\nimage:\n  resourceID: /resourceGroups/{group}/providers/Microsoft.Compute/images/{name} ←\n",
        PROBABLE,
        "Kubernetes",
    ),
    _id("Cluster API", "c.yaml", "kind: AzureMachineTemplate\nspec:\n  image: { id: {id} } ←\n", "Kubernetes"),
    _id("Test Kitchen", ".kitchen.yml", "driver:\n  image_id: {id} ←\n", "Test Kitchen"),
    Case(
        "Vagrant",
        "Vagrantfile",
        'azure.resource_group_name = "{group}"\nazure.vm_managed_image_id = "{name}" ←\n',
        PROBABLE,
        "Vagrant",
    ),
    _id("Service Fabric", "sf.json", '{"vmImageResourceId": "{id}"} ←\n', "json"),
    _id(
        "policy's list",
        "policy.json",
        '{"listOfImageIdToInclude_windows": {"value": [\n"{id}" ←\n]}}\n',
        "json",
        in_place=False,
    ),
    _id("policy's text", "policy.json", '{"imageIds": {"value": "/a/b;{id};/c"}} ←\n', "json", in_place=False),
    _id("tag", "a.tf", 'tags = { JenkinsImageId = "{id}" } ←\n', "Terraform"),
    _id("a link", "README.md", "[web](https://portal.azure.com/#@t/resource{id}/overview) ←\n", "md", in_place=False),
    _id("a page", "README.md", "Machines are made from `{id}`. ←\n", "md"),
)
"""The forms."""
