#!/bin/bash
set -euo pipefail
ssh cp bash -s <<'EOF'
set -euo pipefail
cd /etc/kubernetes/manifests
sed -i -e 's/--authorization-mode=.*/--authorization-mode=Node,RBAC/' -e 's/^    - kube-apiserver$/&\n    - --profiling=false/' kube-apiserver.yaml
sed -i 's/^    - kube-controller-manager$/&\n    - --profiling=false/' kube-controller-manager.yaml
sed -i 's/^    - kube-scheduler$/&\n    - --profiling=false/' kube-scheduler.yaml
chown etcd:etcd /var/lib/etcd
chmod 700 /var/lib/etcd
for name in kube-apiserver kube-controller-manager kube-scheduler; do
  timeout 120 bash -c "until pgrep -af '^$name ' | grep -q -e --profiling=false; do sleep 1; done"
done
timeout 120 bash -c 'until curl -skf https://127.0.0.1:6443/readyz >/dev/null; do sleep 1; done'
EOF
ssh worker bash -s <<'EOF'
set -euo pipefail
sed -i -e '/^  anonymous:/{n;s/true/false/}' -e 's/^  mode: AlwaysAllow/  mode: Webhook/' -e '/^readOnlyPort:/d' /var/lib/kubelet/config.yaml
systemctl restart kubelet
timeout 60 bash -c 'until curl -sk https://127.0.0.1:10250/pods >/dev/null; do sleep 1; done'
EOF
