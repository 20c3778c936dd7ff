#!/bin/bash
set -euo pipefail
kubectl -n depot patch serviceaccount courier -p '{"automountServiceAccountToken":false}'
