#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
jq '. + { "runtimes": { "$VAR_runtime": { "path": "/usr/local/bin/runsc" } } }' /etc/docker/daemon.json >/etc/docker/daemon.json.new
mv /etc/docker/daemon.json.new /etc/docker/daemon.json
REMOTE
