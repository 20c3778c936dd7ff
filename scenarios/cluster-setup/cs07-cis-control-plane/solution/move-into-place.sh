#!/bin/bash
# Edits copies elsewhere and moves them into the watched folder in one step each; flags last, modes in the other order.
set -euo pipefail
ssh cp bash -s <<'END'
set -euo pipefail
mkdir -p /root/edit
for name in kube-apiserver kube-controller-manager kube-scheduler; do
  awk '/^    image:/ && !done { print "    - --profiling=false"; done = 1 } { print }' \
    "/etc/kubernetes/manifests/$name.yaml" >"/root/edit/$name.yaml"
done
sed -i 's/--authorization-mode=.*/--authorization-mode=RBAC,Node/' /root/edit/kube-apiserver.yaml
chmod 600 /root/edit/*.yaml
mv /root/edit/*.yaml /etc/kubernetes/manifests/
chmod go= /var/lib/etcd
chown --recursive etcd:etcd /var/lib/etcd
for name in kube-apiserver kube-controller-manager kube-scheduler; do
  timeout 120 bash -c "until pgrep -af '^$name ' | grep -q -e --profiling=false; do sleep 1; done"
done
timeout 120 bash -c 'until curl -skf https://127.0.0.1:6443/readyz >/dev/null; do sleep 1; done'
END
ssh worker bash -s <<'END'
set -euo pipefail
sed -i -e '/^  anonymous:/{n;s/true/false/}' -e 's/^  mode: AlwaysAllow/  mode: Webhook/' \
  -e 's/^readOnlyPort:.*/readOnlyPort: 0/' /var/lib/kubelet/config.yaml
systemctl stop kubelet
systemctl start kubelet
timeout 60 bash -c 'until curl -sk https://127.0.0.1:10250/pods >/dev/null; do sleep 1; done'
END
