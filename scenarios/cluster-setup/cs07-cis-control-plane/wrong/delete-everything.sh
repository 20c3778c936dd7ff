#!/bin/bash
set -euo pipefail
kubectl -n default delete deployment --all --wait=true
ssh worker systemctl stop kubelet
kubectl delete node -l '!node-role.kubernetes.io/control-plane'
