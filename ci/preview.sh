#!/usr/bin/env bash
# The preview of one stack for a pull request: config, preview, plan check, policies, gate. Changes nothing.
#
#   ci/preview.sh STACK COMMENT_FILE
#
# Writes the comment even when the change must not be applied; ends with the status of `gallery-migrate preview`
# (0 it may be applied, 1 it must not be, others: it could not be found out).
set -euo pipefail

stack=${1:?name the stack}
comment=${2:?name the file for the comment}
mapfile -t policies < <("$(dirname "$0")/policies.sh" "$stack")

status=0
gallery-migrate preview --stack "$stack" --markdown "${policies[@]}" >"$comment" || status=$?
cat "$comment"
exit "$status"
