#!/usr/bin/env bash
# One issue of GitHub's for a report that comes again and again: the open one that begins with the same first line is
# edited in place, and closed when there is nothing to report any more.
#
#   GH_TOKEN=… ci/issue_on_github.sh OWNER/REPOSITORY REPORT_FILE success|failure
set -euo pipefail
source "$(dirname "$0")/mark.sh"

repository=${1:?name the repository}
file=${2:?name the file with the report}
outcome=${3:?success when there is nothing to report, else failure}

# Only an issue by this workflow's own identity is edited: anybody can write the mark. Pull requests are listed too.
export MARK
MARK=$(mark_of "$file")
found=$(gh api --paginate "repos/$repository/issues?state=open&per_page=100" \
  --jq '.[] | select(.pull_request == null and .user.login == "github-actions[bot]" and ((.body // "") | startswith(env.MARK))) | .number')
existing=${found%%$'\n'*}

if [[ -n $existing ]]; then
  state=open
  [[ $outcome != success ]] || state=closed
  gh api --method PATCH "repos/$repository/issues/$existing" --field "body=@$file" --raw-field "state=$state" --silent
elif [[ $outcome != success ]]; then
  title=$(sed -n 's/^### //p' "$file" | tr -d '`')
  gh api --method POST "repos/$repository/issues" --raw-field "title=$title" --field "body=@$file" --silent
fi
