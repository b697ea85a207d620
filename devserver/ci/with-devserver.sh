#!/usr/bin/env bash
# with-devserver.sh [SERVER OPTION...] -- COMMAND... - runs a command beside a development server of its own.
#
# The command finds the server by AUTHFORGE_URL, _APP_ID, _APP_SECRET, _PUBLIC_KEY, _LICENSE_KEY, _ADMIN_URL,
# _ADMIN_KEY and, with --tls, _CA_FILE. This ends with the command's status, and with a failure of its own where
# the server does not start in START_SECONDS (30), does not live until the command ends, or the command takes
# more than COMMAND_SECONDS (600). Needs bash, and timeout of the coreutils.
set -euo pipefail

fail() {
  echo "with-devserver.sh: $1" >&2
  exit "${2:-1}"
}

start_seconds=${START_SECONDS:-30}
command_seconds=${COMMAND_SECONDS:-600}
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  options+=("$1")
  shift
done
[ $# -gt 1 ] || fail "usage: with-devserver.sh [SERVER OPTION...] -- COMMAND..." 2
shift
command -v authforge-devserver >/dev/null || fail "authforge-devserver is not on the PATH: cargo install it"

folder=$(mktemp -d)
finish() {
  status=$?
  trap - EXIT
  # By the shell's own list, and with its group: a signal may come before the number of what was started last is known
  # here, or before timeout knows that of its command.
  for job in $(jobs -p); do
    kill -- "-$job" 2>/dev/null || kill "$job" 2>/dev/null || :
    wait "$job" 2>/dev/null || :
  done
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkfifo "$folder/ready"
authforge-devserver ${options[@]+"${options[@]}"} </dev/null >"$folder/ready" &
server=$!
# One line of JSON, written when both ports accept.
IFS= read -r -t "$start_seconds" line <"$folder/ready" || {
  [ $? -le 128 ] || fail "the server did not start in $start_seconds s"
  fail "the server did not start; if it said why, that stands above"
}
for name in url app_id app_secret public_key license_key admin_url admin_key ca_file; do
  value=$(printf '%s\n' "$line" | sed -n "s/.*\"$name\":\"\([^\"]*\)\".*/\1/p")
  [ -n "$value" ] || [ "$name" = ca_file ] || fail "the server's first line has no $name: $line"
  export "AUTHFORGE_$(printf '%s' "$name" | tr '[:lower:]' '[:upper:]')=$value"
done

# In the background, because bash hears of a signal only where it waits.
timeout -k 10 "$command_seconds" "$@" <&0 &
command=$!
status=0
wait "$command" || status=$?
[ "$status" -ne 124 ] || fail "the command took longer than $command_seconds s" 124
[ "$status" -eq 0 ] || fail "the command ended with $status" "$status"
kill "$server" 2>/dev/null || fail "the server ended before the command did"
wait "$server" || fail "the server ended with $?"
