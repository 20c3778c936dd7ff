#!/bin/bash
# The engine goes on, so that the missing container is seen; that it is stopped is a wrong answer of its own.
set -euo pipefail
ssh docker-host sudo docker rm --force "$VAR_container"
ssh docker-host sudo rm -rf /etc/docker/tls
rm -rf ~/.docker
