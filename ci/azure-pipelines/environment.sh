# To be sourced by an AzureCLI@2 step with `addSpnToEnvironment`: engine and tools on PATH, and the service connection's
# workload identity as the azure-native provider and this project read it.
# shellcheck shell=bash

folders=$(ci/setup.sh 3.259.0)
export PATH="${folders//$'\n'/:}:$PATH"
export ARM_USE_OIDC=true ARM_OIDC_TOKEN="$idToken" ARM_CLIENT_ID="$servicePrincipalId" ARM_TENANT_ID="$tenantId"
ARM_SUBSCRIPTION_ID=$(az account show --query id --output tsv)
export ARM_SUBSCRIPTION_ID
