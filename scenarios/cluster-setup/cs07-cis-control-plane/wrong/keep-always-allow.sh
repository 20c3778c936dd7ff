#!/bin/bash
set -euo pipefail
ssh cp bash -s <<'EOF'
set -euo pipefail
sed -i 's/--authorization-mode=.*/--authorization-mode=Node,RBAC,AlwaysAllow/' /etc/kubernetes/manifests/kube-apiserver.yaml
timeout 120 bash -c "until pgrep -af '^kube-apiserver ' | grep -q AlwaysAllow; do sleep 1; done"
timeout 120 bash -c 'until curl -sk https://127.0.0.1:6443/readyz >/dev/null; do sleep 1; done'
EOF
