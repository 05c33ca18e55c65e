# To be sourced by an AzureCLI@2 step with `addSpnToEnvironment`: engine and tools on PATH, and the service connection's
# workload identity as the azure-native provider and this project read it. With SYSTEM_ACCESSTOKEN the token is renewed
# for as long as the step lasts; without, Azure is signed in to for about an hour, and replication may take three.
# shellcheck shell=bash

folders=$(ci/setup.sh 3.259.0)
export PATH="${folders//$'\n'/:}:$PATH"
if [[ -n ${SYSTEM_ACCESSTOKEN:-} && -n ${SYSTEM_OIDCREQUESTURI:-} ]]; then
  export ARM_OIDC_TOKEN_FILE_PATH="$AGENT_TEMPDIRECTORY/federated-token"
  ci/federated_token.sh "$ARM_OIDC_TOKEN_FILE_PATH"
else
  export ARM_OIDC_TOKEN="$idToken"
fi
export ARM_USE_OIDC=true ARM_CLIENT_ID="$servicePrincipalId" ARM_TENANT_ID="$tenantId"
ARM_SUBSCRIPTION_ID=$(az account show --query id --output tsv)
export ARM_SUBSCRIPTION_ID
