#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force ledger front
ssh docker-host sudo userdel --remove build
ssh docker-host sudo systemctl stop docker.socket docker.service
