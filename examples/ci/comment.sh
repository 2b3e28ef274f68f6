#!/usr/bin/env bash
# Says in a comment of the pull request what a change of a policy means, by `groundrules diff` against
# the base. There is one such comment: later pushes write it anew.
#   comment.sh POLICY…    or one policy a line in POLICIES
# BASE is the revision to compare with, PULL_REQUEST the number, GITHUB_REPOSITORY owner and name.
# GROUNDRULES is the program; `gh` needs GH_TOKEN. Without `gh` or PULL_REQUEST it only prints.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
read_policies "$@"

mark='<!-- groundrules diff -->'

if ! "$GROUNDRULES" diff --help >/dev/null 2>&1; then
  echo "this groundrules has no \`diff\`: nothing is compared"
  exit 0
fi
if [ -z "${BASE:-}" ]; then
  echo "there is no BASE to compare with"
  exit 0
fi
# A shallow clone lacks the base.
if ! git cat-file -e "$BASE^{commit}" 2>/dev/null; then
  git fetch --quiet --depth=1 origin "$BASE"
fi

page="$(mktemp)"
trap 'rm -f "$page"' EXIT
echo "$mark" >"$page"

# Adds a paragraph to the page.
say() { printf '\n%s\n' "$1" >>"$page"; }

for policy in "${policies[@]}"; do
  path="${policy#./}"
  path="${path%/}"
  if ! git cat-file -e "$BASE:$path" 2>/dev/null; then
    say "\`$path\` is new."
  elif git diff --quiet "$BASE" -- "$path"; then
    say "\`$path\` is as it was."
  else
    say ""
    # What cannot be compared, such as a base with errors, is no fault of this change.
    "$GROUNDRULES" diff "$BASE:$path" "$path" --format markdown >>"$page" ||
      say "\`$path\` could not be compared; the log of the job says why."
  fi
done

# A comment has at most 65,536 characters.
awk '{ size += length($0) + 1 } size > 60000 { print "\n…"; exit } { print }' "$page" >"$page.cut"
mv "$page.cut" "$page"

if [ -z "${PULL_REQUEST:-}" ] || ! command -v gh >/dev/null; then
  cat "$page"
  exit 0
fi

# Writes the comment: the one that is there already, else a new one.
comment() {
  local comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" ours
  ours="$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id")" ||
    return
  # The first, should there be several.
  ours="${ours%%$'\n'*}"
  if [ -n "$ours" ]; then
    comments="repos/$GITHUB_REPOSITORY/issues/comments/$ours"
    gh api --method PATCH "$comments" -F "body=@$page" >/dev/null
  else
    gh api --method POST "$comments" -F "body=@$page" >/dev/null
  fi
}

# A pull request from a fork may not comment; that is no fault of the policy.
if ! comment; then
  echo "::warning::the comment could not be written; this is what it would say"
  cat "$page"
fi
