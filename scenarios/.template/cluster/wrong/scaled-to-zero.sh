#!/bin/bash
set -euo pipefail
kubectl -n depot scale deployment courier --replicas=0
kubectl -n depot wait --for=delete pod -l app=courier --timeout=60s
