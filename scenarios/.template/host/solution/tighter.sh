#!/bin/bash
# The same and more: no capability at all, no user root, a file system that cannot be written.
set -euo pipefail
ssh docker-host sudo bash -s <<EOF
set -euo pipefail
docker rm --force ledger
docker run --detach --name ledger --restart always --publish $VAR_port:8080 --user 10001 --cap-drop ALL --read-only \
  --security-opt no-new-privileges lab.local/workloads:1 python3 -m http.server 8080 --directory /srv
chmod go= /etc/ledger/key
EOF
