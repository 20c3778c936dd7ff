#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<'REMOTE'
set -euo pipefail
echo 'DOCKER_OPTS="--no-new-privileges --icc=false --live-restore --userns-remap=default -H tcp://127.0.0.1:2375 --tls=false"' >/etc/default/docker
systemctl reset-failed docker.service
systemctl restart docker.service
REMOTE
