#!/bin/bash
set -euo pipefail
kubectl -n orders scale deployment api db --replicas=0
kubectl -n orders wait --for=delete pod --all --timeout=60s
