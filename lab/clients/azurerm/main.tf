# An image made from a disk becomes a version in two regions, and a scale set is made from that.

variable "tags" {
  type    = map(string)
  default = { owner = "first" }
}

variable "replicas" {
  type    = number
  default = 1
}

provider "azurerm" {
  features {}
  resource_provider_registrations = "none"
}

resource "azurerm_resource_group" "group" {
  name     = "group"
  location = "eastus"
  tags     = var.tags
}

resource "azurerm_managed_disk" "disk" {
  name                 = "disk"
  resource_group_name  = azurerm_resource_group.group.name
  location             = azurerm_resource_group.group.location
  storage_account_type = "Standard_LRS"
  create_option        = "Empty"
  disk_size_gb         = 30
  tags                 = var.tags
}

resource "azurerm_image" "image" {
  name                = "image"
  resource_group_name = azurerm_resource_group.group.name
  location            = azurerm_resource_group.group.location
  hyper_v_generation  = "V2"
  tags                = var.tags

  os_disk {
    os_type         = "Linux"
    os_state        = "Generalized"
    managed_disk_id = azurerm_managed_disk.disk.id
    storage_type    = "Standard_LRS"
    caching         = "ReadWrite"
    size_gb         = 30
  }
}

resource "azurerm_shared_image_gallery" "gallery" {
  name                = "gallery"
  resource_group_name = azurerm_resource_group.group.name
  location            = azurerm_resource_group.group.location
  description         = "Images"
  tags                = var.tags
}

resource "azurerm_shared_image" "definition" {
  name                = "definition"
  gallery_name        = azurerm_shared_image_gallery.gallery.name
  resource_group_name = azurerm_resource_group.group.name
  location            = azurerm_resource_group.group.location
  os_type             = "Linux"
  hyper_v_generation  = "V2"
  tags                = var.tags

  identifier {
    publisher = "p"
    offer     = "o"
    sku       = "s"
  }
}

resource "azurerm_shared_image_version" "version" {
  name                = "1.0.0"
  gallery_name        = azurerm_shared_image_gallery.gallery.name
  image_name          = azurerm_shared_image.definition.name
  resource_group_name = azurerm_resource_group.group.name
  location            = azurerm_resource_group.group.location
  managed_image_id    = azurerm_image.image.id
  tags                = var.tags

  target_region {
    name                   = "eastus"
    regional_replica_count = 1
    storage_account_type   = "Standard_LRS"
  }

  target_region {
    name                   = "westus2"
    regional_replica_count = var.replicas
    storage_account_type   = "Standard_LRS"
  }
}

resource "azurerm_virtual_network" "network" {
  name                = "network"
  resource_group_name = azurerm_resource_group.group.name
  location            = azurerm_resource_group.group.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "subnet" {
  name                 = "subnet"
  resource_group_name  = azurerm_resource_group.group.name
  virtual_network_name = azurerm_virtual_network.network.name
  address_prefixes     = ["10.0.1.0/24"]
}

resource "azurerm_linux_virtual_machine_scale_set" "set" {
  name                            = "set"
  resource_group_name             = azurerm_resource_group.group.name
  location                        = azurerm_resource_group.group.location
  sku                             = "Standard_B1s"
  instances                       = 1
  admin_username                  = "operator"
  admin_password                  = "Passw0rd-of-a-trial"
  disable_password_authentication = false
  source_image_id                 = azurerm_shared_image_version.version.id
  tags                            = var.tags

  os_disk {
    storage_account_type = "Standard_LRS"
    caching              = "ReadWrite"
  }

  network_interface {
    name    = "interface"
    primary = true

    ip_configuration {
      name      = "internal"
      primary   = true
      subnet_id = azurerm_subnet.subnet.id
    }
  }
}
