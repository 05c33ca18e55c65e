#!/usr/bin/env bash
# Put a comment on a pull request of GitHub's: the one that begins with the same first line is edited in place.
#
#   GH_TOKEN=… ci/comment_on_github.sh OWNER/REPOSITORY PULL_REQUEST COMMENT_FILE
set -euo pipefail
source "$(dirname "$0")/mark.sh"

repository=${1:?name the repository}
number=${2:?number of the pull request}
file=${3:?name the file with the comment}

# Only a comment by this workflow's own identity is edited: anybody can write the mark.
export MARK
MARK=$(mark_of "$file")
found=$(gh api --paginate "repos/$repository/issues/$number/comments" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id')
existing=${found%%$'\n'*}

if [[ -n $existing ]]; then
  gh api --method PATCH "repos/$repository/issues/comments/$existing" --field "body=@$file" --silent
else
  gh api --method POST "repos/$repository/issues/$number/comments" --field "body=@$file" --silent
fi
