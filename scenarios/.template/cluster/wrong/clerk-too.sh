#!/bin/bash
set -euo pipefail
kubectl -n depot patch deployment clerk -p '{"spec":{"template":{"spec":{"automountServiceAccountToken":false}}}}'
kubectl -n depot rollout status deployment clerk --timeout=90s
