#!/bin/bash
set -euo pipefail
ssh cp bash -s <<'EOF'
set -euo pipefail
cp -r /etc/kubernetes/manifests /root/manifests
cd /root/manifests
sed -i -e 's/--authorization-mode=.*/--authorization-mode=Node,RBAC/' -e 's/^    - kube-apiserver$/&\n    - --profiling=false/' kube-apiserver.yaml
sed -i 's/^    - kube-controller-manager$/&\n    - --profiling=false/' kube-controller-manager.yaml
sed -i 's/^    - kube-scheduler$/&\n    - --profiling=false/' kube-scheduler.yaml
EOF
