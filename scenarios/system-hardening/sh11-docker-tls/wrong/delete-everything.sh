#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force "$VAR_container"
ssh docker-host sudo systemctl stop docker.socket docker
rm -rf ~/.docker
