#!/bin/bash
set -euo pipefail
for ns in parser portal; do
  kubectl -n "$ns" delete deployment --all --wait=true
done
kubectl delete runtimeclass --all
