#!/bin/bash
set -euo pipefail
kubectl -n prod-db patch networkpolicy db --type=json -p '[{"op":"remove","path":"/spec/ingress/0/ports"}]'
