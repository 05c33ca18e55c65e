#!/usr/bin/env bash
# The policy pack of this repository as options for `pulumi` and `gallery-migrate preview`, one word a line. Settings of
# a stack are in policy/settings/<stack>.json, where it has any.
#
#   ci/policies.sh STACK
set -euo pipefail

pack=$(dirname "$0")/../policy
settings=$pack/settings/${1:?name the stack}.json

printf '%s\n' --policy-pack "$pack"
if [[ -e $settings ]]; then
  printf '%s\n' --policy-pack-config "$settings"
fi
