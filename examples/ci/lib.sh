# Shared by the scripts beside it, which read it in; it does nothing by itself.
# shellcheck shell=bash

# The program: a path in GROUNDRULES, else what the PATH has.
GROUNDRULES="${GROUNDRULES:-groundrules}"

# The worst exit code so far: each step runs, so that one pull request shows all there is to mend.
worst=0

# Runs a command, and remembers how it ended.
step() {
  local code=0
  "$@" || code=$?
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
}

# Reads the policies into the array of that name: the arguments, or else the lines of POLICIES.
read_policies() {
  policies=("$@")
  if [ "${#policies[@]}" -eq 0 ]; then
    while IFS= read -r line; do
      # Blanks round a path are YAML's, not the path's.
      line="${line#"${line%%[![:space:]]*}"}"
      line="${line%"${line##*[![:space:]]}"}"
      if [ -n "$line" ]; then policies+=("$line"); fi
    done <<<"${POLICIES:-}"
  fi
  if [ "${#policies[@]}" -eq 0 ]; then
    echo "name the policies: as arguments, or one a line in POLICIES" >&2
    exit 2
  fi
}
