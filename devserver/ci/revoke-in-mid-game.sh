#!/usr/bin/env bash
# What a test of a game does, with curl in place of the game. Run it by with-devserver.sh.
set -euo pipefail
: "${AUTHFORGE_URL:?run this by with-devserver.sh}"

# Whatever is not answered with success in time ends the test.
ask() { curl -fsS --max-time 20 "$@"; }
control() { ask -H "Authorization: Bearer $AUTHFORGE_ADMIN_KEY" "$@"; }
has() {
  case $1 in
    *"$2"*) echo "ok: $2" ;;
    *) echo "need $2, got $1" >&2 && exit 1 ;;
  esac
}
login() {
  printf '{"appId":"%s","appSecret":"%s","licenseKey":"%s","hwid":"ci","nonce":"%s"}' \
    "$AUTHFORGE_APP_ID" "$AUTHFORGE_APP_SECRET" "$AUTHFORGE_LICENSE_KEY" "$1"
}

# Here your game starts, with the secret from its environment: ./game "$AUTHFORGE_URL" ... & game=$!
answer=$(ask "$AUTHFORGE_URL/auth/validate" -d "$(login nonce-1)")
has "$answer" '"status":"success"'

# Wait for the login, without sleeping. When the time is over the answer has too few: look at it.
seen=$(control "$AUTHFORGE_ADMIN_URL/dev/requests?endpoint=validate&at_least=1&timeout_ms=10000")
has "$seen" '"endpoint":"validate"'

# Let the next two heartbeats meet the gateway's rate limit.
fault=$(control "$AUTHFORGE_ADMIN_URL/dev/faults" -d '{"endpoint":"heartbeat","count":2,"fault":"gateway_429"}')
has "$fault" '"fault":"gateway_429"'

# Revoke in mid-game: the next heartbeat that gets through says so. Then wait for your game, and look at its end.
license=$(control -X PUT "$AUTHFORGE_ADMIN_URL/v1/licenses/$AUTHFORGE_LICENSE_KEY" -d '{"action":"revoke"}')
has "$license" '"status":"revoked"'
# A refusal has a status of 400 and more, so that this one does without -f.
answer=$(curl -sS --max-time 20 "$AUTHFORGE_URL/auth/validate" -d "$(login nonce-2)")
has "$answer" '"error":"revoked"'
