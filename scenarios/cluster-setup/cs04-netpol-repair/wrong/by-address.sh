#!/bin/bash
set -euo pipefail
for hop in front:seats seats:store; do
  address=$(kubectl -n tickets get service "${hop#*:}" -o jsonpath='{.spec.clusterIP}')
  kubectl -n tickets set env deployment "${hop%:*}" "NEXT=http://$address"
  kubectl -n tickets rollout status deployment "${hop%:*}" --timeout=60s
done
