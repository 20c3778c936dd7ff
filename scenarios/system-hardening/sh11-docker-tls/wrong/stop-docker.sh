#!/bin/bash
set -euo pipefail
ssh docker-host sudo systemctl stop docker.socket docker
