#!/bin/bash
set -euo pipefail
kubectl -n bank get configmap front -o yaml | sed '/proxy_ssl_certificate/d' | kubectl replace -f -
kubectl -n bank rollout restart deployment front
kubectl -n bank rollout status deployment front --timeout=90s
