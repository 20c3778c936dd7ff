#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<'REMOTE'
set -euo pipefail
echo '{ "storage-driver": "overlay2", "userns-remap": "default" }' >/etc/docker/daemon.json
systemctl reset-failed docker.service
systemctl restart docker.service
REMOTE
