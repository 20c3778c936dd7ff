#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<EOF
set -euo pipefail
docker rm --force ledger
docker run --detach --name ledger --restart always --publish $VAR_port:8080 --cap-add ALL \
  lab.local/workloads:1 python3 -m http.server 8080 --directory /srv
EOF
