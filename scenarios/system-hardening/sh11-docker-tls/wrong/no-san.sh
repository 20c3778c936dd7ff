#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<'EOF'
set -euo pipefail
cd /etc/docker/tls
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 30 -out server-cert.pem
systemctl restart docker
EOF
