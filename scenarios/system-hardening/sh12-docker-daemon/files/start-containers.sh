#!/bin/bash
set -euo pipefail
for name in "$VAR_user" build; do
  useradd --create-home --shell /bin/bash --groups docker "$name"
done
# The unit allows three starts a minute: all three are for the learner.
systemctl reset-failed docker.service
docker save --output /srv/workloads.tar lab.local/workloads:1
docker run --detach --name ledger --restart always --publish 8080:8080 lab.local/workloads:1
docker run --detach --name front --restart always lab.local/workloads:1
