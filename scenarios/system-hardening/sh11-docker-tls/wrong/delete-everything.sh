#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force ledger
ssh docker-host sudo systemctl stop docker.socket docker
rm -rf ~/.docker
