#!/bin/bash
set -euo pipefail
kubectl -n bank get configmap ledger -o yaml | sed 's/ssl_verify_client on/ssl_verify_client optional_no_ca/' | kubectl replace -f -
kubectl -n bank rollout restart deployment ledger
kubectl -n bank rollout status deployment ledger --timeout=90s
