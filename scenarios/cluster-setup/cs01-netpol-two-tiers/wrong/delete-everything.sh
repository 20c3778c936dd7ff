#!/bin/bash
set -euo pipefail
for ns in orders shop; do
  kubectl -n "$ns" delete networkpolicy,deployment,service --all --wait=true
done
