#!/bin/sh
set -eu

# etcd's data belongs to an account of its own when a cluster follows the benchmark.
useradd --system --user-group --home-dir /var/lib/etcd --no-create-home --shell /usr/sbin/nologin etcd
install -d -m 700 /root/.ssh

cat /usr/local/lib/gvisor/containerd.toml >>/etc/containerd/config.toml
kubectl completion bash >/usr/share/bash-completion/completions/kubectl
systemctl enable --quiet gvisor-shim.service ssh-host-keys.service ssh.service
# Kernel audit is one for the whole machine: a lab that needs the daemon starts it itself.
systemctl disable --quiet auditd.service
rm -f /usr/lib/sysctl.d/* /etc/sysctl.d/*

# For a cluster that kind creates without being told to leave the network out.
for manifest in /kind/manifests/cni/*.yaml; do
  echo ---
  cat "$manifest"
done >/kind/manifests/default-cni.yaml

/build/lib/import-into-containerd.sh
