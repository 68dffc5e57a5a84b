#!/usr/bin/env bash
# A whole deal by API on the sample exchange: from a search to the proof that its record is in the log.
# Needs bash, curl, openssl 3 and python3 (to read JSON). BASE is the exchange, KEYS the folder with the sample's signing keys.
set -euo pipefail
BASE=${BASE:-http://127.0.0.1:8000}
KEYS=${KEYS:?the folder with demo-provider.pem and demo-buyer.pem; the demo writes it into its state folder}
SECRET=${SECRET:-demo-secret}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# field PATH: one value of the JSON on standard input, by a path such as items.0.id
field() { python3 -c 'import functools, json, sys; sys.stdout.write(str(functools.reduce(lambda at, key: at[int(key) if isinstance(at, list) else key], sys.argv[1].split("."), json.load(sys.stdin))))' "$1"; }
token() { curl -sSf -u "$1:$SECRET" -d grant_type=client_credentials "$BASE/oauth/token" | field access_token; }
get() { curl -sSf --retry 3 -H "Authorization: Bearer $1" "$BASE$2"; }
# Every unsafe call carries a key of its own: sent again after a broken line, it has one effect.
post() { curl -sSf --retry 3 -H "Authorization: Bearer $1" -H "Idempotency-Key: $(openssl rand -hex 16)" -H 'Content-Type: application/json' -d "${3:-{\}}" "$BASE$2"; }
say() { printf '%-9s %s\n' "$1" "$2"; }

# 1. Two machines, each with a token of its own.
buyer=$(token demo-buyer)
provider=$(token demo-provider-owner)
say token "buyer and provider"

# 2. The buyer searches, and looks at the offer of what was found first.
dataset=$(curl -sSf --get --data-urlencode "q=flight" "$BASE/api/v1/datasets" | field items.0.id)
offer=$(get "$buyer" "/api/v1/datasets/$dataset/offers" | field items.0.id)
say search "$dataset"

# 3. The request form: what for, on what basis, where, how long.
deal=$(post "$buyer" /api/v1/trade-requests '{
  "offer": "'"$offer"'", "purpose": "Study delays by season", "purpose_code": "research", "legal_basis": "not_personal",
  "method": "Read-only analysis on own servers", "security": "Encrypted at rest, named staff only",
  "recipients": [{"name": "Buyer", "country": "CN"}], "processing_countries": ["CN"], "storage_countries": ["CN"], "term_days": 90, "count": 1}' | field id)
say request "$deal"

# 4. The provider makes a binding offer as asked; the buyer accepts. The agreement has the deal's id.
say propose "$(post "$provider" "/api/v1/trade-requests/$deal/propose" | field state)"
say accept "$(post "$buyer" "/api/v1/trade-requests/$deal/accept" | field state)"

# 5. Each side signs the lines that name the agreement, the side and the digest of all its texts, with its own Ed25519 key.
sign() { # TOKEN KEY-NAME SIDE
  get "$1" "/api/v1/agreements/$deal" | field "to_sign.$3" >"$WORK/$3"
  openssl pkeyutl -sign -rawin -inkey "$KEYS/$2.pem" -in "$WORK/$3" -out "$WORK/$3.signature"
  post "$1" "/api/v1/agreements/$deal/sign" '{"key": "'"$(tr -d '[:space:]' <"$KEYS/$2.id")"'", "signature": "'"$(openssl base64 -A -in "$WORK/$3.signature")"'"}' | field state
}
say sign "provider: $(sign "$provider" demo-provider provider)"
say sign "buyer: $(sign "$buyer" demo-buyer consumer)"

# 6. The price goes from the buyer's deposit into escrow; with that the agreement is in force.
say fund "$(post "$buyer" "/api/v1/agreements/$deal/fund" | field state)"
say agreement "$(get "$buyer" "/api/v1/agreements/$deal" | field state)"

# 7. The delivery: one file in two pieces, whose SHA-256 must be the one that the transfer names.
transfer=$(post "$buyer" /api/v1/transfers '{"agreement": "'"$deal"'", "start": true}' | field id)
get "$buyer" "/api/v1/transfers/$transfer" >"$WORK/transfer"
half=$(($(field files.0.size <"$WORK/transfer") / 2))
content() { curl -sSf -H "Authorization: Bearer $buyer" -H "Range: bytes=$1" "$BASE/api/v1/transfers/$transfer/content"; }
content "0-$((half - 1))" >"$WORK/file"
content "$half-" >>"$WORK/file"
found=$(openssl dgst -sha256 -r "$WORK/file" | cut -d' ' -f1)
[ "$found" = "$(field files.0.sha256 <"$WORK/transfer")" ] || { echo "the file is not the one agreed on" >&2; exit 1; }
say content "sha256 $found"

# 8. Accepted: the escrow is paid out to the provider, less the fee. The buyer's statement shows the payment.
say accept "$(post "$buyer" "/api/v1/transfers/$transfer/accept" | field acceptance)"
account=$(get "$buyer" "/api/v1/ledger-accounts?kind=deposit" | field items.0.id)
say statement "$(get "$buyer" "/api/v1/ledger-accounts/$account/statement?limit=1" | field items.0.amount.amount)"

# 9. Every step is an event in the log. Its proof can be checked without trusting the exchange: paste it at /check/.
event=$(get "$buyer" "/api/v1/events?subject=$deal&limit=1" | field items.0.id)
for _ in $(seq 60); do # 409 until the next checkpoint, a second or so
  [ "$(curl -sS -o "$WORK/proof" -w '%{http_code}' -H "Authorization: Bearer $buyer" "$BASE/api/v1/events/$event/proof")" = 200 ] && break
  sleep 1
done
say proof "event $event is entry $(field index <"$WORK/proof") of the log"
