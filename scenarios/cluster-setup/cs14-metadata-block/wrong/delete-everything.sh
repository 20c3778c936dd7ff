#!/bin/bash
set -euo pipefail
for ns in parcels desk; do
  kubectl -n "$ns" delete networkpolicy,deployment,service --all --wait=true
done
