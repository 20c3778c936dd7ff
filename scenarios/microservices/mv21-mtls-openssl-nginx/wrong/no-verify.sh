#!/bin/bash
set -euo pipefail
kubectl -n bank get configmap front -o yaml | sed 's/proxy_ssl_verify on/proxy_ssl_verify off/' | kubectl replace -f -
kubectl -n bank rollout restart deployment front
kubectl -n bank rollout status deployment front --timeout=90s
