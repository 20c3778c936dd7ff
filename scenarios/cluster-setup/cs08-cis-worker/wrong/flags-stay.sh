#!/bin/bash
set -euo pipefail
ssh worker bash -s "$VAR_openPort" <<'EOS'
set -euo pipefail
echo "KUBELET_EXTRA_ARGS=\"--anonymous-auth=true --read-only-port=$1\"" >/etc/default/kubelet
systemctl restart kubelet
timeout 60 bash -c "until curl -s http://127.0.0.1:$1/pods >/dev/null; do sleep 0.5; done"
EOS
