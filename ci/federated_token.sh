#!/usr/bin/env bash
# The token of this job in a file, as Azure's workload identity reads it, and renewed in the file until the job ends.
#
#   ci/federated_token.sh FILE
#
# In GitHub Actions it is for a backend in Azure Blob Storage (the azure-native provider and this project fetch theirs
# themselves, see ARM_USE_OIDC); in Azure Pipelines for all three, within an AzureCLI@2 step with SYSTEM_ACCESSTOKEN.
#
# The token is valid for minutes, and the access token that is made of it for about an hour; replication may take three.
# Workload identity reads the file again when it needs another access token. Renewing ends with the runner that began the
# step, which also ends what a job has left running. FEDERATED_TOKEN_SECONDS is the time between two tokens.
set -euo pipefail

file=${1:?name the file for the token}
runner=$(ps -o ppid= -p "$PPID" | tr -d ' ')

umask 077

# learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create: a POST without a body.
if [[ -n ${SYSTEM_OIDCREQUESTURI:-} ]]; then
  key=oidcToken
  bearer=${SYSTEM_ACCESSTOKEN:?map it from System.AccessToken}
  connection=${AZURESUBSCRIPTION_SERVICE_CONNECTION_ID:?run this in an AzureCLI@2 step}
  request=(--request POST --header 'Content-Length: 0' --header 'Content-Type: application/json'
    "$SYSTEM_OIDCREQUESTURI?api-version=7.1&serviceConnectionId=$connection")
else
  key=value
  bearer=$ACTIONS_ID_TOKEN_REQUEST_TOKEN
  request=("$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange")
fi

fetch() {
  curl --silent --show-error --fail --retry 3 --max-time 30 \
    --header "Authorization: Bearer $bearer" "${request[@]}" |
    python3 -c 'import json, sys; sys.stdout.write(json.load(sys.stdin)[sys.argv[1]])' "$key" >"$file.new"
  mv "$file.new" "$file"
}

renew() {
  while sleep "${FEDERATED_TOKEN_SECONDS:-240}" && kill -0 "$runner"; do
    fetch || true # the token that is there stays until the next try
  done
}

fetch
renew </dev/null >/dev/null 2>&1 &
