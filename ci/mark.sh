# To be sourced: what a text begins with that is edited in place when it comes again.
# shellcheck shell=bash

# The first line of FILE, unless it is no mark, which any text could begin with.
mark_of() {
  local mark
  mark=$(head -n 1 "$1")
  [[ $mark == '<!-- '*' -->' ]] || { echo "$1 does not begin with a mark: <!-- … -->" >&2 && return 1; }
  printf '%s' "$mark"
}
