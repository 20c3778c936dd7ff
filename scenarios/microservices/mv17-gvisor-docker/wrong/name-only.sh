#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
jq '. + { "runtimes": { "$VAR_runtime": { "path": "/usr/bin/runc" } } }' /etc/docker/daemon.json >/etc/docker/daemon.json.new
mv /etc/docker/daemon.json.new /etc/docker/daemon.json
systemctl reset-failed docker
systemctl restart docker
docker rm --force intake
docker run --detach --name intake --runtime $VAR_runtime --restart always --publish $VAR_port:8080 \
  --volume /srv/intake:/usr/share/nginx/html:ro lab.local/workloads:1
cd /home/learner
{ docker exec portal uname -r; docker exec intake uname -r; } >kernels.txt
echo 'Starting gVisor...' >intake-dmesg.txt
REMOTE
