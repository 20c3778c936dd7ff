#!/bin/bash
set -euo pipefail
kubectl -n depot patch deployment courier -p '{"spec":{"template":{"spec":{"automountServiceAccountToken":false}}}}'
kubectl -n depot rollout status deployment courier --timeout=90s
