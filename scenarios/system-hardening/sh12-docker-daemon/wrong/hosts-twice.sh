#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
gpasswd --delete $VAR_user docker
cat >/etc/docker/daemon.json <<'JSON'
{
  "storage-driver": "overlay2",
  "hosts": ["unix:///run/docker.sock"],
  "no-new-privileges": true,
  "icc": false,
  "live-restore": true,
  "userns-remap": "default"
}
JSON
sed -i 's| -H tcp://[^ ]* --tls=false||' /etc/systemd/system/docker.service.d/10-listen.conf
systemctl daemon-reload
systemctl reset-failed docker.service
! systemctl restart docker.service
REMOTE
