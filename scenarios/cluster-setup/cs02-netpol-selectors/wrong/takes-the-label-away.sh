#!/bin/bash
set -euo pipefail
kubectl -n prod-db patch networkpolicy db --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from/0","value":
  {"namespaceSelector":{"matchLabels":{"env":"prod"}}}}]'
kubectl label namespace sandbox env-
