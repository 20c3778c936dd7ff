#!/bin/bash
set -euo pipefail
for ns in tickets edge backup; do
  kubectl -n "$ns" delete networkpolicy,deployment,service --all --wait=true
done
