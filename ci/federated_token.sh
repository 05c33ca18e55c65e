#!/usr/bin/env bash
# For a backend in Azure Blob Storage: GitHub's token for this job in a file, as Azure's workload identity reads it, and
# renewed in the file until the job ends.
# (The azure-native provider and this project fetch theirs themselves, see ARM_USE_OIDC.)
#
#   ci/federated_token.sh FILE
#
# GitHub's token is valid for minutes, and the storage token that is made of it for about an hour; replication may take
# three. Workload identity reads the file again when it needs another storage token. Renewing ends with the runner that
# began the step, which also ends what a job has left running. FEDERATED_TOKEN_SECONDS is the time between two tokens.
set -euo pipefail

file=${1:?name the file for the token}
runner=$(ps -o ppid= -p "$PPID" | tr -d ' ')

umask 077

fetch() {
  curl --silent --show-error --fail --retry 3 --max-time 30 \
    --header "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange" |
    python3 -c 'import json, sys; sys.stdout.write(json.load(sys.stdin)["value"])' >"$file.new"
  mv "$file.new" "$file"
}

renew() {
  while sleep "${FEDERATED_TOKEN_SECONDS:-240}" && kill -0 "$runner"; do
    fetch || true # the token that is there stays until the next try
  done
}

fetch
renew </dev/null >/dev/null 2>&1 &
