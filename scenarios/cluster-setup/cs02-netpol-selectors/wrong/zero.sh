#!/bin/bash
set -euo pipefail
kubectl -n prod-db scale deployment db --replicas=0
kubectl -n prod-db wait --for=delete pod -l app=db --timeout=60s
