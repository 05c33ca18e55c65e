#!/usr/bin/env bash
# The update of one stack after the merge. The plan check judges the preview of this very moment, not the one of the
# pull request: Azure may have changed since.
#
#   ci/update.sh STACK
set -euo pipefail

stack=${1:?name the stack}

# A preview with an error ends with a status of its own and prints JSON all the same; neither goes unnoticed.
preview=$(mktemp)
trap 'rm -f "$preview"' EXIT
pulumi preview --stack "$stack" --non-interactive --json >"$preview"
gallery-migrate plan-check "$preview"
pulumi up --stack "$stack" --non-interactive --yes --skip-preview
