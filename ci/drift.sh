#!/usr/bin/env bash
# Whether Azure and the stack's state still agree, and the state and the config. Changes nothing.
#
#   ci/drift.sh STACK [REPORT_FILE]
#
# Prints a report in Markdown, and writes it into the file. Ends with status 0 when all agree, 1 when something differs,
# 2 when it could not be found out. The program runs in the refresh too, because the stack has a hook before deletions.
set -euo pipefail

stack=${1:?name the stack}
seen=$(mktemp)
trap 'rm -f "$seen"' EXIT

azure=0 config=0
pulumi refresh --stack "$stack" --non-interactive --preview-only --diff --expect-no-changes --run-program \
  >"$seen" 2>&1 || azure=$?
pulumi preview --stack "$stack" --non-interactive --diff --expect-no-changes >>"$seen" 2>&1 || config=$?

# 7 is the engine's "no changes were expected".
if [[ $azure == 0 && $config == 0 ]]; then
  status=0 verdict='✅ as Azure says'
elif [[ $azure =~ ^[07]$ && $config =~ ^[07]$ ]]; then
  status=1 verdict='⚠️ differs from Azure or from its config'
else
  status=2 verdict='❔ could not be compared with Azure'
fi

# `~ azure-native:compute:GalleryImageVersion: (update)` and, in a line below it, `[urn=…::web-1.0.0-version]`.
differences=$(awk '
  match($0, /^ *[-+~=>]+ [^ ]+: \([a-z-]+\)/) { split($0, words, " "); type = words[2]; operation = words[3] }
  /\[urn=.*\]/ && type {
    sub(/.*::/, ""); sub(/\].*/, ""); sub(/:$/, "", type); gsub(/[()]/, "", operation)
    if (++found <= 100) print "- " operation " `" type "` **" $0 "**"
    type = ""
  }
  END { if (found > 100) print "- and " found - 100 " more" }' "$seen")

{
  printf '<!-- gallery-migrate drift of %s -->\n\n### Stack `%s`: %s\n\n' "$stack" "$stack" "$verdict"
  if [[ $status != 0 ]]; then
    printf '%s\n\n<details><summary>What the engine says</summary>\n\n```text\n' "$differences"
    # GitHub takes 65,536 characters.
    head -c 40000 "$seen" | sed "s/\`\`\`/'''/g"
    printf '\n```\n\n</details>\n\n'
    printf 'Decide which is right: change Azure back, or the config by a pull request. '
    printf '`pulumi refresh --run-program` takes what Azure has into the state.\n'
  fi
} | tee "${2:-/dev/null}"
exit "$status"
