#!/usr/bin/env bash
# The documented steps with az, for one image.
#
#   how_to.sh IMAGE
set -euo pipefail

image=$1
definition=(--resource-group fleet --gallery-name fleetGallery --gallery-image-definition "$image-definition")
version=("${definition[@]}" --gallery-image-version 1.0.0)

az sig image-definition create "${definition[@]}" --publisher bench --offer fleet --sku "$image" \
  --os-type Linux --hyper-v-generation V2 --output none
az sig image-version create "${version[@]}" --managed-image "$image" \
  --target-regions southcentralus westus2 eastus --output none
state=$(az sig image-version show "${version[@]}" --expand ReplicationStatus \
  --query replicationStatus.aggregatedState --output tsv)
if [[ $state != Completed ]]; then
  echo "$image is replicated as: $state" >&2
  exit 1
fi
az image delete --resource-group fleet --name "$image" --output none
