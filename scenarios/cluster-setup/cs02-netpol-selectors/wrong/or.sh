#!/bin/bash
set -euo pipefail
kubectl -n prod-db patch networkpolicy from-stage --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from","value":[
  {"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"stage"}}},
  {"podSelector":{"matchLabels":{"role":"'"$VAR_role"'"}}}]}]'
