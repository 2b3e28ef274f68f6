#!/usr/bin/env bash
# Judges policies in a job of GitLab, and writes the reports that a merge request shows:
# code-quality.json, check.xml, and test-1.xml, test-2.xml and so on, in the folder REPORTS.
#   gitlab.sh POLICY…     or one policy a line in POLICIES
# GROUNDRULES is the program, FAIL_ON the level from which on findings fail the job.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
read_policies "$@"

reports="${REPORTS:-groundrules-reports}"
mkdir -p "$reports"

# Runs the program, with what it prints in a report.
# shellcheck disable=SC2317 # it is called by `step`
report() {
  local file="$reports/$1"
  shift
  "$GROUNDRULES" "$@" >"$file"
}

step "$GROUNDRULES" fmt --check "${policies[@]}"
# For the log; the exit code of the reports is the same.
step "$GROUNDRULES" check "${policies[@]}" --fail-on "${FAIL_ON:-error}"
step report code-quality.json check "${policies[@]}" --format gitlab --fail-on "${FAIL_ON:-error}"
step report check.xml check "${policies[@]}" --format junit --fail-on "${FAIL_ON:-error}"
number=0
for policy in "${policies[@]}"; do
  number=$((number + 1))
  step report "test-$number.xml" test "$policy" --format junit
  # A policy with errors has no examples to play; an empty file is no report.
  if [ ! -s "$reports/test-$number.xml" ]; then rm -f "$reports/test-$number.xml"; fi
done
exit "$worst"
