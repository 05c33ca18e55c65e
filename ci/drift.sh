#!/usr/bin/env bash
# Whether Azure and the stack's state still agree, and the state and the config. Changes nothing.
#
#   ci/drift.sh STACK [REPORT_FILE]
#
# Prints a report in Markdown, and writes it into the file. Ends with status 0 when all agree, 1 when something differs,
# 2 when it could not be found out. The program runs in the refresh too, because the stack has a hook before deletions.
set -euo pipefail

stack=${1:?name the stack}
seen=$(mktemp -d)
trap 'rm -r "$seen"' EXIT

# Where the engine prints no JSON at all, its standard error says why; that is in the log too.
azure=0 config=0
pulumi refresh --stack "$stack" --non-interactive --preview-only --json --expect-no-changes --run-program \
  >"$seen/azure" 2>"$seen/azure.err" || azure=$?
pulumi preview --stack "$stack" --non-interactive --json --expect-no-changes \
  >"$seen/config" 2>"$seen/config.err" || config=$?
for answer in azure config; do
  cat "$seen/$answer.err" >&2
  [[ -s $seen/$answer ]] || cp "$seen/$answer.err" "$seen/$answer"
done

status=0
"$(dirname "$0")/drift_report.py" "$stack" "$azure" "$seen/azure" "$config" "$seen/config" "${2:-/dev/null}" || status=$?
exit "$status"
