#!/bin/bash
set -euo pipefail
kubectl -n tickets patch networkpolicy store-from-backup --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from/0/namespaceSelector","value":{}}]'
