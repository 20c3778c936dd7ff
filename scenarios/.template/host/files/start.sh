#!/bin/bash
set -euo pipefail
install -D -m 644 /dev/stdin /etc/ledger/key <<<"not a real key"
docker run --detach --name ledger --restart always --privileged --publish "$VAR_port:8080" \
  lab.local/workloads:1 python3 -m http.server 8080 --directory /srv
docker run --detach --name clock --restart always lab.local/workloads:1 sleep infinity
