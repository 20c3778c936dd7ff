#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
gpasswd --delete $VAR_user docker
rm /etc/systemd/system/docker.service.d/10-listen.conf /etc/systemd/system/docker.socket.d/10-mode.conf
echo '{ "storage-driver": "overlay2", "no-new-privileges": true, "icc": false, "live-restore": true, "userns-remap": "default" }' >/etc/docker/daemon.json
REMOTE
