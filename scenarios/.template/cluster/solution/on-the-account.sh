#!/bin/bash
# The other way: the ServiceAccount says so, and the Pods are made anew.
set -euo pipefail
kubectl -n depot patch serviceaccount courier -p '{"automountServiceAccountToken":false}'
kubectl -n depot rollout restart deployment courier
kubectl -n depot rollout status deployment courier --timeout=90s
