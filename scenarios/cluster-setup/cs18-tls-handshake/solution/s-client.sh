#!/bin/bash
set -euo pipefail
live() {
  local port said exchange=RSA sends=server
  port=$(ssh docker-host sudo docker port "$1" 8443 | head -1 | cut -d: -f2)
  said=$(openssl s_client -connect "docker-host:$port" -servername docker-host </dev/null 2>&1 || true)
  ! grep -q '^Server Temp Key' <<<"$said" || exchange=ECDHE
  ! grep -q '^Acceptable client certificate CA names' <<<"$said" || sends=both
  sed -nE "s/^New, ([^,]+), Cipher is (.+)$/{\"$1\": {\"version\": \"\1\", \"cipher\": \"\2\", \"keyExchange\": \"$exchange\", \"certificates\": \"$sends\"}}/p" <<<"$said"
}
recorded() {
  local log=dogwood.log exchange=RSA sends=server
  ! grep -q 'ServerKeyExchange' "$log" || exchange=ECDHE
  ! grep -q 'CertificateRequest' "$log" || sends=both
  sed -nE "s/^ +cipher_suite \{.*\} (.+)$/{\"dogwood\": {\"version\": \"TLSv1.2\", \"cipher\": \"\1\", \"keyExchange\": \"$exchange\", \"certificates\": \"$sends\"}}/p" "$log"
}
cd /home/learner
# After the switch nobody could read what was there before.
[ -s handshakes.json ] || { for name in alder birch cedar; do live "$name"; done; recorded; } | jq --slurp add >handshakes.json
name=$(jq -r 'del(.dogwood) | to_entries[] | select(.value.keyExchange == "RSA") | .key' handshakes.json)
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
sed -i 's/ssl_ciphers .*/ssl_ciphers ECDHE+AESGCM;/' /srv/tls/$name/server.conf
docker restart $name
REMOTE
