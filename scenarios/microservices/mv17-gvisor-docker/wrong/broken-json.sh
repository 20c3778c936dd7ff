#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
printf '{ "runtimes": { "$VAR_runtime": { "path": "/usr/local/bin/runsc" } }, }\n' >/etc/docker/daemon.json
systemctl reset-failed docker
! systemctl restart docker
REMOTE
