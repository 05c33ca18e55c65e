#!/usr/bin/env bash
# One image after the other.
#
#   one_by_one.sh IMAGE…
set -euo pipefail

for image in "$@"; do
  "$(dirname "$0")/how_to.sh" "$image"
done
