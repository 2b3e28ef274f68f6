#!/usr/bin/env bash
# Judges policies in a job of GitHub Actions: layout, proof, examples. What is found stands beside the
# lines of the pull request and in the summary of the job.
#   check.sh POLICY…      or one policy a line in POLICIES
# GROUNDRULES is the program, FAIL_ON the level from which on findings fail the job.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
read_policies "$@"

step "$GROUNDRULES" fmt --check "${policies[@]}"
step "$GROUNDRULES" check "${policies[@]}" --format github --fail-on "${FAIL_ON:-error}"
for policy in "${policies[@]}"; do
  step "$GROUNDRULES" test "$policy"
done
exit "$worst"
