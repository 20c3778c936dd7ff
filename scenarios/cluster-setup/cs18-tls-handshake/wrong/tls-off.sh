#!/bin/bash
set -euo pipefail
name=$(jq -r 'del(.dogwood) | to_entries[] | select(.value.keyExchange == "RSA") | .key' ~/handshakes.json)
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
sed -i 's/listen 8443 ssl;/listen 8443;/' /srv/tls/$name/server.conf
docker restart $name
REMOTE
