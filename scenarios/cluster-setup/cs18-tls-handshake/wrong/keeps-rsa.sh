#!/bin/bash
set -euo pipefail
name=$(jq -r 'del(.dogwood) | to_entries[] | select(.value.keyExchange == "RSA") | .key' ~/handshakes.json)
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
sed -i 's/ssl_ciphers .*/ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:$VAR_rsaCipher;\nssl_prefer_server_ciphers on;/' /srv/tls/$name/server.conf
docker restart $name
REMOTE
