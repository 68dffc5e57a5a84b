#!/usr/bin/env bash
# An export by API on the sample exchange, on the standard contract's path: from the request to the delivery abroad and its declaration.
# Needs bash, curl, openssl 3 and python3 (to read JSON). BASE is the exchange, KEYS the folder with the sample's signing keys.
set -euo pipefail
BASE=${BASE:-http://127.0.0.1:8000}
KEYS=${KEYS:?the folder with demo-provider.pem and demo-overseas.pem; the demo writes it into its state folder}
SECRET=${SECRET:-demo-secret}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

field() { python3 -c 'import functools, json, sys; sys.stdout.write(str(functools.reduce(lambda at, key: at[int(key) if isinstance(at, list) else key], sys.argv[1].split("."), json.load(sys.stdin))))' "$1"; }
each() { python3 -c 'import json, sys; [print(one[sys.argv[1]]) for one in json.load(sys.stdin)["items"] if not any(one.get(key) for key in sys.argv[2:])]' "$@"; }
token() { curl -sSf -u "$1:$SECRET" -d grant_type=client_credentials "$BASE/oauth/token" | field access_token; }
get() { curl -sSf --retry 3 -H "Authorization: Bearer $1" "$BASE$2"; }
call() { curl -sS --fail-with-body --retry 3 -X "$1" -H "Authorization: Bearer $2" -H "Idempotency-Key: $(openssl rand -hex 16)" -H 'Content-Type: application/json' -d "${4:-{\}}" "$BASE$3"; }
post() { call POST "$@"; }
sign() { openssl pkeyutl -sign -rawin -inkey "$KEYS/$1.pem" -in "$2" -out "$2.signature" && openssl base64 -A -in "$2.signature"; }
key() { tr -d '[:space:]' <"$KEYS/$1.id"; }
say() { printf '%-11s %s\n' "$1" "$2"; }

# 1. Everybody who takes a step: the desk's three persons, and an operator who decided nothing.
buyer=$(token demo-overseas) steward=$(token demo-provider) owner=$(token demo-provider-owner)
intake=$(token demo-intake) reviewer=$(token demo-reviewer) approver=$(token demo-approver) operator=$(token demo-operator)
today=$(TZ=Asia/Shanghai date +%F)

# 2. What would the law answer? Nothing is stored, and what is not said stays unknown.
say what-if "$(post "$buyer" /api/v1/determinations '{"facts": {"as_of": "'"$today"'", "movement": "transfer_abroad", "destination": "SG", "exporter_is_ciio": false, "exporter_location": "beijing",
  "data_grade": "general", "important_data_status": "none", "contains_pi": true, "treatment": "none", "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": false,
  "pi_subjects_this_year": 0, "sensitive_pi_subjects_this_year": 2000, "data_subject_age_min": 18, "data_subject_age_max": 90, "negative_list": "not_applicable", "flags": []}}' | field path)"

# 3. The buyer abroad asks, the provider offers as asked, the buyer accepts.
dataset=$(curl -sSf --get --data-urlencode "q=health checks" "$BASE/api/v1/datasets" | field items.0.id)
offer=$(get "$buyer" "/api/v1/datasets/$dataset/offers" | field items.0.id)
deal=$(post "$buyer" /api/v1/trade-requests '{
  "offer": "'"$offer"'", "purpose": "Validate a model of crew fatigue", "purpose_code": "research", "legal_basis": "consent",
  "method": "Read-only analysis on own servers", "security": "Encrypted at rest, named staff only",
  "recipients": [{"name": "Buyer abroad", "country": "SG"}], "processing_countries": ["SG"], "storage_countries": ["SG"], "term_days": 180, "count": 1}' | field id)
post "$steward" "/api/v1/trade-requests/$deal/propose" >/dev/null
say accept "$(post "$buyer" "/api/v1/trade-requests/$deal/accept" | field state)"

# 4. The provider says the facts of this export, and signs what it sent abroad elsewhere this year. Both sides sign the agreement.
call PUT "$steward" "/api/v1/trade-requests/$deal/export-facts" '{"ordinary": 0, "sensitive": 2000, "facts": {
  "important_data_status": "none", "treatment": "none", "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": false, "subject_role": "customer",
  "data_subject_age_min": 18, "data_subject_age_max": 90, "modality": "table", "elected_route": "standard_contract", "separate_consent": true,
  "pia_done": true, "contract_conflicts_with_model": false, "legal_document_clauses_missing": [], "flags": []}}' >/dev/null
provider=$(get "$owner" "/api/v1/datasets/$dataset" | field provider.id)
printf 'shugang statement of exports outside the exchange 1\n%s\n%s\n%s\n0\n0\n' "$provider" "${today%%-*}" "$today" >"$WORK/statement"
post "$owner" /api/v1/outside-statements '{"ordinary": 0, "sensitive": 0, "as_of": "'"$today"'", "key": "'"$(key demo-provider)"'", "signature": "'"$(sign demo-provider "$WORK/statement")"'"}' >/dev/null
say forecast "$(get "$steward" "/api/v1/trade-requests/$deal/export-facts" | field determination.path)"
get "$owner" "/api/v1/agreements/$deal" >"$WORK/agreement"
for side in provider consumer; do
  name=$([ $side = provider ] && echo demo-provider || echo demo-overseas)
  field "to_sign.$side" <"$WORK/agreement" >"$WORK/$side"
  post "$([ $side = provider ] && echo "$owner" || echo "$buyer")" "/api/v1/agreements/$deal/sign" '{"key": "'"$(key $name)"'", "signature": "'"$(sign $name "$WORK/$side")"'"}' >/dev/null
done
say sign "both sides"

# 5. The duties of the lawful basis: nobody under 14 first, then each that is still open.
shown() { post "$steward" "/api/v1/agreements/$deal/conditions/$1" '{"answer": "'"$2"'", "reference": "File 2026-17, compliance office", "done_on": "'"$today"'"}' >/dev/null; }
shown lawful_basis_minors no
for kind in $(get "$steward" "/api/v1/agreements/$deal/conditions" | each kind met_at | grep '^lawful_basis' || true); do shown "$kind" yes; done
say conditions "$(get "$steward" "/api/v1/agreements/$deal/conditions" | each kind met_at | tr '\n' ' ')"

# 6. The case and its dossier: every paper that the checklist asks for, the contract's day of effect, then it is handed in.
case=$(post "$steward" /api/v1/export-cases '{"agreement": "'"$deal"'", "path": "standard_contract"}' | field id)
printf '%%PDF-1.4 a signed paper\n%%%%EOF\n' >"$WORK/paper.pdf"
for code in $(get "$steward" "/api/v1/export-cases/$case/documents" | each code there automatic); do
  curl -sSf -H "Authorization: Bearer $steward" -H 'Content-Type: application/pdf' --data-binary "@$WORK/paper.pdf" \
    "$BASE/api/v1/export-cases/$case/documents/$code?name=$code.pdf&done_on=$today" >/dev/null
done
post "$steward" "/api/v1/export-cases/$case/legal-document" '{"kind": "standard_contract", "effective_on": "'"$today"'", "digest": "'"$(sha256sum "$WORK/paper.pdf" | cut -d" " -f1)"'"}' >/dev/null
say submit "$(post "$steward" "/api/v1/export-cases/$case/submit" | field state)"

# 7. Three persons of the (simulated) desk; each step by another one.
post "$intake" "/api/v1/export-cases/$case/decide" '{"verdict": "accept"}' >/dev/null
post "$reviewer" "/api/v1/export-cases/$case/opinions" '{"kind": "approve", "text": "Purpose and scope fit."}' >/dev/null
say decide "$(post "$approver" "/api/v1/export-cases/$case/decide" '{"verdict": "approve"}' | field state)"

# 8. The exchange's own clearance, and the delivery. Sensitive data of so many persons is red: a person looks at it first.
say clearance "$(post "$operator" "/api/v1/export-cases/$case/clearance" | field number)"
transfer=$(post "$buyer" /api/v1/transfers '{"agreement": "'"$deal"'", "start": true}' | field id)
declaration=$(get "$operator" "/api/v1/export-cases/$case/declarations" | field items.0.id)
say lane "$(get "$operator" "/api/v1/declarations/$declaration" | field lane)"
post "$operator" "/api/v1/declarations/$declaration/release" '{"remark": "The file was compared with what is cleared."}' >/dev/null
for _ in $(seq 60); do # it goes on by itself
  [ "$(get "$buyer" "/api/v1/transfers/$transfer" | field state)" = STARTED ] && break
  sleep 1
done

# 9. The bytes, and what the register of exports says of them.
curl -sSf -H "Authorization: Bearer $buyer" "$BASE/api/v1/transfers/$transfer/content" >"$WORK/file"
found=$(openssl dgst -sha256 -r "$WORK/file" | cut -d' ' -f1)
[ "$found" = "$(get "$buyer" "/api/v1/transfers/$transfer" | field files.0.sha256)" ] || { echo "the file is not the one agreed on" >&2; exit 1; }
say content "sha256 $found"
say accept "$(post "$buyer" "/api/v1/transfers/$transfer/accept" | field acceptance)"
say register "$(get "$steward" "/api/v1/declarations/$declaration" | field state) $(get "$steward" "/api/v1/declarations/$declaration" | field sensitive) persons to $(get "$steward" "/api/v1/declarations/$declaration" | field destination)"
