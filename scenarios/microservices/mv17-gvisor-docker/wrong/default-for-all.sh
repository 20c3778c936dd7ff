#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
jq '. + { "default-runtime": "$VAR_runtime" }' /etc/docker/daemon.json >/etc/docker/daemon.json.new
mv /etc/docker/daemon.json.new /etc/docker/daemon.json
systemctl reset-failed docker
systemctl restart docker
REMOTE
