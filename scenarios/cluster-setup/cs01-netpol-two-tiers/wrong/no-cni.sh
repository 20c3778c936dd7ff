#!/bin/bash
set -euo pipefail
kubectl -n kube-system delete daemonset cilium --wait=true
