#!/bin/bash
# runsc can write itself into the file of the engine, and a reload is enough.
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
/usr/local/bin/runsc install --runtime=$VAR_runtime -- --platform=systrap
systemctl reload docker
timeout 20 bash -c 'until docker info --format "{{json .Runtimes}}" | grep -q "\"$VAR_runtime\""; do sleep 0.2; done'
docker stop intake
docker rm intake
docker create --name intake --runtime $VAR_runtime --restart always --publish 0.0.0.0:$VAR_port:8080/tcp \
  --mount type=bind,source=/srv/intake,target=/usr/share/nginx/html,readonly lab.local/workloads:1
docker start intake
cd /home/learner
for name in portal intake; do docker exec \$name cat /proc/sys/kernel/osrelease; done >kernels.txt
docker exec intake dmesg >intake-dmesg.txt
REMOTE
