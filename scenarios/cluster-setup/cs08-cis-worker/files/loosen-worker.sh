#!/bin/bash
set -euo pipefail
config=/var/lib/kubelet/config.yaml

# The layout of kubeadm's packages, whichever way this node was made: so that the findings name the same files everywhere.
mkdir -p /etc/systemd/system/kubelet.service.d
cat >/etc/systemd/system/kubelet.service.d/10-kubeadm.conf <<'UNIT'
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml --runtime-cgroups=/system.slice/containerd.service"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
UNIT

# The file says that anonymous requests are refused and that there is no read-only port. The command line says otherwise, and wins.
sed -i -e 's/^  mode: Webhook/  mode: AlwaysAllow/' -e '/^readOnlyPort:/d' -e '/^rotateCertificates:/d' -e '/^podPidsLimit:/d' "$config"
printf 'readOnlyPort: 0\nrotateCertificates: %s\n' "$VAR_rotate" >>"$config"
echo "KUBELET_EXTRA_ARGS=\"--anonymous-auth=true --read-only-port=$VAR_openPort\"" >/etc/default/kubelet

chmod 644 /etc/systemd/system/kubelet.service.d/10-kubeadm.conf /etc/kubernetes/kubelet.conf
chmod 666 "$config" /etc/kubernetes/pki/ca.crt
chown "$VAR_owner" /etc/kubernetes/kubelet.conf
chown "$VAR_configOwner" "$config"

systemctl daemon-reload
systemctl restart kubelet
