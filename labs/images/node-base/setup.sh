#!/bin/sh
set -eu

systemctl mask --quiet \
  systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
  systemd-logind.service getty.target console-getty.service systemd-firstboot.service \
  systemd-modules-load.service systemd-remount-fs.service sys-kernel-config.mount sys-kernel-debug.mount \
  sys-kernel-tracing.mount dev-hugepages.mount dev-mqueue.mount
# Kernel-wide settings belong to the machine below, not to a node.
rm -f /usr/lib/sysctl.d/* /etc/sysctl.d/* /etc/sysctl.conf
systemctl set-default --quiet multi-user.target
systemctl enable --quiet containerd.service kubelet.service

mkdir -p /opt/cni/bin /etc/cni/net.d /etc/kubernetes/manifests
ln -s /usr/lib/cni/* /opt/cni/bin/

/build/lib/import-into-containerd.sh
