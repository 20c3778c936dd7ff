#!/bin/bash
set -euo pipefail
kubectl -n prod-db patch networkpolicy from-labelled --type=json -p '[{"op":"remove","path":"/spec/ingress/0/from/0/namespaceSelector"}]'
