#!/usr/bin/env bash
# The preview of one stack for a pull request: config, preview, plan check, policies, gate. Changes nothing.
#
#   ci/preview.sh STACK [COMMENT_FILE]
#
# Prints the whole preview, and writes what a comment takes of it into the file, also when the change must not be applied
# or nothing could be found out: what an earlier preview said must not stay. With a table of prices (`prices.yaml`) it says
# what new versions cost. Ends with the status of `gallery-migrate preview` (0 it may be applied, 1 it must not be, others:
# it could not be found out).
set -euo pipefail

stack=${1:?name the stack}
file=${2:-/dev/null}
mapfile -t options < <("$(dirname "$0")/policies.sh" "$stack")
if [[ -e prices.yaml ]]; then
  options+=(--prices prices.yaml)
fi

status=0
whole=$(gallery-migrate preview --stack "$stack" --markdown --comment "$file" "${options[@]}") || status=$?
if [[ -z $whole ]]; then
  printf -v whole '<!-- gallery-migrate preview of %s -->\n\n### Stack `%s`: ❔ could not be previewed\n\n%s' \
    "$stack" "$stack" 'The log of this run says why.'
  printf '%s\n' "$whole" >"$file"
fi
printf '%s\n' "$whole"
exit "$status"
