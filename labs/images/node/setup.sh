#!/bin/sh
set -eu

# etcd's data belongs to an account of its own when a cluster follows the benchmark.
useradd --system --user-group --home-dir /var/lib/etcd --no-create-home --shell /usr/sbin/nologin etcd
install -d -m 700 /root/.ssh

cat /usr/local/lib/gvisor/containerd.toml >>/etc/containerd/config.toml
kubectl completion bash >/usr/share/bash-completion/completions/kubectl
systemctl enable --quiet gvisor-shim.service network-mounts.service ssh-host-keys.service ssh.service
# Care for a machine that lives for years. A node is thrown away, and has other things to do while it starts.
systemctl mask --quiet \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service
# Kernel audit is one for the whole machine: a lab that needs the daemon starts it itself.
systemctl disable --quiet auditd.service
rm -f /usr/lib/sysctl.d/* /etc/sysctl.d/*

# For a cluster that kind creates without being told to leave the network out.
for manifest in /kind/manifests/cni/*.yaml; do
  echo ---
  cat "$manifest"
done >/kind/manifests/default-cni.yaml

/build/lib/import-into-containerd.sh
