#!/bin/bash
set -euo pipefail
name=$(jq -r 'del(.dogwood) | to_entries[] | select(.value.keyExchange == "RSA") | .key' ~/handshakes.json)
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
sed -i 's/ssl_protocols .*/ssl_protocols TLSv1.3;/' /srv/tls/$name/server.conf
docker restart $name
REMOTE
