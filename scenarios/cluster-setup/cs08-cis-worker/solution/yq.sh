#!/bin/bash
# The same with a YAML editor, without the file of flags, with tighter modes, and with the summary as people read it.
set -euo pipefail
summary() {
  ssh worker kube-bench run --benchmark cis-1.12 --targets node | awk '
    /^== Summary node ==/ { on = 1 }
    on && / checks (PASS|FAIL|WARN)$/ { n[$3] = $1 }
    /^== Summary total ==/ { exit }
    END { printf "{\"pass\": %d, \"fail\": %d, \"warn\": %d}", n["PASS"], n["FAIL"], n["WARN"] }'
}
[ -s ~/first-count ] || summary >~/first-count
ssh worker cat /var/lib/kubelet/config.yaml |
  yq ".authentication.anonymous.enabled = false | .authorization.mode = \"Webhook\" | .readOnlyPort = 0
    | .rotateCertificates = true | .podPidsLimit = $VAR_pids" >~/kubelet.yaml
ssh worker 'cat >/root/kubelet.yaml' <~/kubelet.yaml
ssh worker bash -s <<'EOS'
set -euo pipefail
install -o root -g root -m 400 /root/kubelet.yaml /var/lib/kubelet/config.yaml
install -o root -g root -m 400 /etc/kubernetes/kubelet.conf /root/kubelet.conf
mv /root/kubelet.conf /etc/kubernetes/kubelet.conf
chmod 444 /etc/kubernetes/pki/ca.crt
chmod go= /etc/systemd/system/kubelet.service.d/10-kubeadm.conf
rm -f /root/kubelet.yaml /etc/default/kubelet
systemctl restart kubelet
timeout 60 bash -c 'until curl -sk https://127.0.0.1:10250/healthz >/dev/null; do sleep 0.5; done'
EOS
printf '{"before": %s, "after": %s}\n' "$(cat ~/first-count)" "$(summary)" >~/totals.json
