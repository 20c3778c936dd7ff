#!/bin/bash
set -euo pipefail
kubectl -n bank get configmap ledger -o yaml | sed 's/^\( *\)listen .*/&\n\1listen 8080;/' | kubectl replace -f -
kubectl -n bank rollout restart deployment ledger
kubectl -n bank rollout status deployment ledger --timeout=90s
