#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<'EOF'
set -euo pipefail
sed -i -e 's/--tlsverify/--tls --tlsverify=false/' -e 's/ --tlscacert=[^ ]*//' /etc/systemd/system/docker.service.d/10-listen.conf
systemctl daemon-reload
systemctl restart docker
EOF
