#!/usr/bin/env bash
# Whether Azure and the stack's state still agree, and the state and the config. Changes nothing.
#
#   ci/drift.sh STACK
#
# Ends with a status other than 0 when something differs, after printing what. The program runs in the refresh too,
# because the stack has a hook before deletions.
set -euo pipefail

stack=${1:?name the stack}

pulumi refresh --stack "$stack" --non-interactive --preview-only --diff --expect-no-changes --run-program
pulumi preview --stack "$stack" --non-interactive --diff --expect-no-changes
