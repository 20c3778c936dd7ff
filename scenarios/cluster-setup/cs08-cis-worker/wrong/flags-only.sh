#!/bin/bash
set -euo pipefail
ssh worker bash -s "$VAR_pids" <<'EOS'
set -euo pipefail
sed -i -e 's/^  mode: Webhook/  mode: AlwaysAllow/' -e '/^podPidsLimit:/d' /var/lib/kubelet/config.yaml
echo "KUBELET_EXTRA_ARGS=\"--anonymous-auth=false --authorization-mode=Webhook --read-only-port=0 --rotate-certificates=true --pod-max-pids=$1\"" >/etc/default/kubelet
systemctl restart kubelet
timeout 60 bash -c 'until curl -sk https://127.0.0.1:10250/healthz >/dev/null; do sleep 0.5; done'
EOS
