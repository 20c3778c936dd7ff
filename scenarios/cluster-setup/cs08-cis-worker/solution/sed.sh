#!/bin/bash
set -euo pipefail
count() {
  ssh worker kube-bench run --benchmark cis-1.12 --targets node --json |
    jq '.Totals | { pass: .total_pass, fail: .total_fail, warn: .total_warn }'
}
# The count from before can be taken only once.
[ -s ~/before.json ] || count >~/before.json
ssh worker bash -s "$VAR_pids" <<'EOS'
set -euo pipefail
config=/var/lib/kubelet/config.yaml
sed -i -e '/^  anonymous:/{n;s/true/false/}' -e 's/^  mode: AlwaysAllow/  mode: Webhook/' \
  -e '/^readOnlyPort:/d' -e '/^rotateCertificates:/d' -e '/^podPidsLimit:/d' "$config"
printf 'rotateCertificates: true\npodPidsLimit: %s\n' "$1" >>"$config"
sed -i 's/^KUBELET_EXTRA_ARGS=.*/KUBELET_EXTRA_ARGS=/' /etc/default/kubelet
cd /etc/kubernetes
chown root:root kubelet.conf pki/ca.crt "$config" /etc/systemd/system/kubelet.service.d/10-kubeadm.conf
chmod 600 kubelet.conf "$config" /etc/systemd/system/kubelet.service.d/10-kubeadm.conf
chmod 644 pki/ca.crt
systemctl restart kubelet
timeout 60 bash -c 'until curl -sk https://127.0.0.1:10250/healthz >/dev/null; do sleep 0.5; done'
EOS
jq --slurpfile before ~/before.json '{ before: $before[0], after: . }' <(count) >~/totals.json
