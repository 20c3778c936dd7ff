#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
docker rm --force intake
docker run --detach --name intake --runtime $VAR_runtime lab.local/workloads:1
REMOTE
