#!/usr/bin/env bash
# Finds or builds the program, and writes its path: to GITHUB_OUTPUT as `binary=…` where that names a
# file, else to standard output. One of:
#   BINARY  a program that is there already
#   SOURCE  a folder with the source, for `cargo install --path`
#   GIT     a repository with the source, for `cargo install --git`; REV is a revision of it
set -euo pipefail

root="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/groundrules"
if [ -n "${BINARY:-}" ]; then
  binary="$BINARY"
elif [ -n "${SOURCE:-}" ]; then
  cargo install --locked --quiet --root "$root" --path "$SOURCE" >&2
  binary="$root/bin/groundrules"
elif [ -n "${GIT:-}" ]; then
  cargo install --locked --quiet --root "$root" --git "$GIT" ${REV:+--rev "$REV"} groundrules >&2
  binary="$root/bin/groundrules"
else
  binary="groundrules"
fi

if ! version="$("$binary" --version)"; then
  echo "$binary does not run: give BINARY, SOURCE or GIT, or put groundrules on the PATH" >&2
  exit 2
fi
echo "$version" >&2
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "binary=$binary" >>"$GITHUB_OUTPUT"
else
  echo "$binary"
fi
