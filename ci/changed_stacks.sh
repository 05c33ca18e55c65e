#!/usr/bin/env bash
# The stacks that a change concerns, as a JSON list: those whose file changed; all when anything that every stack runs
# with changed.
#
#   ci/changed_stacks.sh BASE_COMMIT
set -euo pipefail

base=${1:?name the commit to compare with}

changed=$(git diff --name-only "$base"...HEAD)
shared='^(__main__\.py|Pulumi\.yaml|requirements\.lock|pyproject\.toml|components/|policy/)'
if grep -qE "$shared" <<<"$changed"; then
  files=$(git ls-files 'Pulumi.*.yaml')
else
  files=$(grep -E '^Pulumi\.[^/]+\.yaml$' <<<"$changed" || true)
fi

stacks=()
for file in $files; do
  # A stack whose file was deleted is not previewed: taking a stack away is work for a person.
  if [[ -e $file ]]; then
    name=${file#Pulumi.}
    stacks+=("\"${name%.yaml}\"")
  fi
done
(IFS=,; printf '[%s]\n' "${stacks[*]-}")
