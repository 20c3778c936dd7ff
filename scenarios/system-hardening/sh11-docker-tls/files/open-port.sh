#!/bin/bash
set -euo pipefail
mkdir -p /etc/systemd/system/docker.service.d
cat >/etc/systemd/system/docker.service.d/10-listen.conf <<'EOF'
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd -H unix:///var/run/docker.sock -H tcp://0.0.0.0:2375 --tls=false
EOF
systemctl daemon-reload
systemctl restart docker
