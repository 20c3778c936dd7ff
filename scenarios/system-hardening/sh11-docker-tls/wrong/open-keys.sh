#!/bin/bash
set -euo pipefail
ssh docker-host sudo chmod 644 /etc/docker/tls/server-key.pem /etc/docker/tls/ca-key.pem
chmod 644 ~/.docker/key.pem
ssh docker-host sudo cat /etc/docker/tls/ca-key.pem >~/.docker/ca-key.pem
