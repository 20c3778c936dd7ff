#!/bin/bash
set -euo pipefail
ssh worker bash -s "$VAR_openPort" <<'EOS'
set -euo pipefail
config=/var/lib/kubelet/config.yaml
cp "$config" /run/good.yaml
cp /etc/default/kubelet /run/good-flags
# Back to the kubelet of the start.
sed -i -e 's/^  mode: Webhook/  mode: AlwaysAllow/' -e '/^podPidsLimit:/d' "$config"
echo "KUBELET_EXTRA_ARGS=\"--anonymous-auth=true --read-only-port=$1\"" >/etc/default/kubelet
systemctl restart kubelet
timeout 60 bash -c "until curl -s http://127.0.0.1:$1/pods >/dev/null; do sleep 0.5; done"
timeout 60 bash -c 'until curl -skf https://127.0.0.1:10250/pods >/dev/null; do sleep 0.5; done'
# All is repaired, and nobody tells the kubelet.
cat /run/good.yaml >"$config"
cat /run/good-flags >/etc/default/kubelet
systemctl daemon-reload
EOS
