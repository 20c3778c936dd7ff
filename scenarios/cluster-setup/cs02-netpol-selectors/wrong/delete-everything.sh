#!/bin/bash
set -euo pipefail
for ns in prod-db prod stage sandbox partners; do
  kubectl -n "$ns" delete networkpolicy,deployment,service --all --wait=true
done
