#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<'REMOTE'
set -euo pipefail
docker rm --force ledger
docker run --detach --name ledger --userns host --restart always --publish 8080:8080 lab.local/workloads:1
REMOTE
