#!/usr/bin/env bash
# For a backend in Azure Blob Storage: GitHub's token for this job in a file, as Azure's workload identity reads it.
# (The azure-native provider and this project fetch theirs themselves, see ARM_USE_OIDC.)
#
#   ci/federated_token.sh FILE
set -euo pipefail

file=${1:?name the file for the token}

umask 077
curl --silent --show-error --fail --retry 3 \
  --header "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange" |
  python3 -c 'import json, sys; sys.stdout.write(json.load(sys.stdin)["value"])' >"$file"
