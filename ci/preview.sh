#!/usr/bin/env bash
# The preview of one stack for a pull request: config, preview, plan check, policies, gate. Changes nothing.
#
#   ci/preview.sh STACK [COMMENT_FILE]
#
# Prints the comment, and writes it into the file, also when the change must not be applied or nothing could be found out:
# what an earlier preview said must not stay. Ends with the status of `gallery-migrate preview` (0 it may be applied, 1 it
# must not be, others: it could not be found out).
set -euo pipefail

stack=${1:?name the stack}
mapfile -t policies < <("$(dirname "$0")/policies.sh" "$stack")

status=0
comment=$(gallery-migrate preview --stack "$stack" --markdown "${policies[@]}") || status=$?
if [[ -z $comment ]]; then
  printf -v comment '<!-- gallery-migrate preview of %s -->\n\n### Stack `%s`: ❔ could not be previewed\n\n%s' \
    "$stack" "$stack" 'The log of this run says why.'
fi
printf '%s\n' "$comment" | tee "${2:-/dev/null}"
exit "$status"
