#!/usr/bin/env bash
# The update of one stack after the merge. What decides is a preview of this very moment, not the one of the pull
# request: Azure may have changed since. Policies judge the update too: values are known then that a preview does not know.
#
#   ci/update.sh STACK [REPORT_FILE]
#
# The report is what the preview says, in Markdown. PULUMI_PARALLEL says how many resources the engine works on at once: its
# own default, four per core, lets versions replicate one round after the other.
set -euo pipefail

export PULUMI_PARALLEL=${PULUMI_PARALLEL:-100}

stack=${1:?name the stack}
here=$(dirname "$0")
mapfile -t policies < <("$here/policies.sh" "$stack")

"$here/preview.sh" "$stack" "${2:-/dev/null}"
pulumi up --stack "$stack" --non-interactive --yes --skip-preview "${policies[@]}"
