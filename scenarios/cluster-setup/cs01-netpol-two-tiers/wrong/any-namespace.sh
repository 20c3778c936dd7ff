#!/bin/bash
set -euo pipefail
kubectl -n orders patch networkpolicy api --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from","value":[
  {"namespaceSelector":{},"podSelector":{"matchLabels":{"app":"web"}}}]}]'
