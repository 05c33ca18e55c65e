#!/usr/bin/env bash
# Up to 100 images at once, each in a shell of its own.
#
#   side_by_side.sh IMAGE…
set -euo pipefail

printf '%s\n' "$@" | xargs -n 1 -P 100 "$(dirname "$0")/how_to.sh"
