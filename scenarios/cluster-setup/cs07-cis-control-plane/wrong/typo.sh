#!/bin/bash
set -euo pipefail
ssh cp bash -s <<'EOF'
set -euo pipefail
sed -i -e 's/--authorization-mode=.*/--authorization-mode=Node,RBAC/' -e 's/^    - kube-apiserver$/&\n    - --profilling=false/' /etc/kubernetes/manifests/kube-apiserver.yaml
timeout 60 bash -c 'while pgrep -x kube-apiserver >/dev/null && curl -skf https://127.0.0.1:6443/readyz >/dev/null; do sleep 1; done'
EOF
