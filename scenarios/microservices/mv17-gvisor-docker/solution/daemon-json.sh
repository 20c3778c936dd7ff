#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
cat >/etc/docker/daemon.json <<'JSON'
{
  "storage-driver": "overlay2",
  "log-opts": { "max-size": "4m" },
  "runtimes": { "$VAR_runtime": { "path": "/usr/local/bin/runsc" } }
}
JSON
systemctl reset-failed docker
systemctl restart docker
docker rm --force intake
docker run --detach --name intake --runtime $VAR_runtime --restart always --publish $VAR_port:8080 \
  --volume /srv/intake:/usr/share/nginx/html:ro lab.local/workloads:1
cd /home/learner
{ docker exec portal uname -r; docker exec intake uname -r; } >kernels.txt
docker exec intake dmesg >intake-dmesg.txt
REMOTE
