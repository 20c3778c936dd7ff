#!/bin/bash
set -euo pipefail
for name in "$VAR_user" build; do
  useradd --create-home --shell /bin/bash --groups docker "$name"
done
mkdir -p /etc/systemd/system/docker.service.d /etc/systemd/system/docker.socket.d
cat >/etc/systemd/system/docker.service.d/10-listen.conf <<UNIT
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:$VAR_port --tls=false --containerd=/run/containerd/containerd.sock
UNIT
cat >/etc/systemd/system/docker.socket.d/10-mode.conf <<'UNIT'
[Socket]
SocketMode=0666
UNIT
echo '{ "storage-driver": "overlay2" }' >/etc/docker/daemon.json
systemctl daemon-reload
systemctl stop docker.service docker.socket
systemctl start docker.service
# The unit allows three starts a minute: all three are for the learner.
systemctl reset-failed docker.service
docker save --output /srv/workloads.tar lab.local/workloads:1
docker run --detach --name ledger --restart always --publish 8080:8080 lab.local/workloads:1
docker run --detach --name front --restart always lab.local/workloads:1
