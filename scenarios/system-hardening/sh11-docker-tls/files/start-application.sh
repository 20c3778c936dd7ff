#!/bin/bash
set -euo pipefail
docker run --detach --name "$VAR_container" --restart always lab.local/workloads:1 python3 -m http.server 8080 --directory /srv
