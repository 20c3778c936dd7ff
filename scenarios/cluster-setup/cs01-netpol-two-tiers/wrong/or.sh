#!/bin/bash
set -euo pipefail
kubectl -n orders patch networkpolicy from-web --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from","value":[
  {"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"shop"}}},
  {"podSelector":{"matchLabels":{"app":"web"}}}]}]'
