#!/bin/sh
set -eu

chmod 440 /etc/sudoers.d/learner
useradd --uid 1000 --user-group --create-home --shell /bin/bash learner
install -d -m 700 -o learner -g learner /home/learner/.ssh

# Hardware, consoles and logins by seat do not exist here. Kernel-wide settings belong to the machine below, not to a lab. Nothing
# can be fetched in a lab, and whoever starts one waits for all that boots.
systemctl mask --quiet \
  systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
  systemd-logind.service getty.target console-getty.service systemd-firstboot.service \
  systemd-modules-load.service systemd-remount-fs.service sys-kernel-config.mount sys-kernel-debug.mount \
  dev-hugepages.mount dev-mqueue.mount sys-kernel-tracing.mount modprobe@.service \
  systemd-binfmt.service proc-sys-fs-binfmt_misc.automount systemd-update-utmp.service systemd-update-utmp-runlevel.service \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
rm -f /usr/lib/sysctl.d/* /etc/sysctl.d/* /etc/sysctl.conf
systemctl set-default --quiet multi-user.target
systemctl enable --quiet ssh-host-keys.service ssh.service containerd.service docker.service
# Kernel audit is one for the whole machine: a lab that needs the daemon starts it itself.
systemctl disable --quiet auditd.service

# The engine's first start must not load images: it starts here once, on a real file system, and its store is copied.
mkdir -p /build/docker /build/containerd /etc/docker
containerd --root /build/containerd --state /run/build-containerd --address /run/build-containerd.sock >/build/containerd.log 2>&1 &
containerd=$!
dockerd --data-root /build/docker --containerd /run/build-containerd.sock --host unix:///run/build-docker.sock \
  --iptables=false --ip6tables=false --bridge=none --pidfile /run/build-docker.pid >/build/docker.log 2>&1 &
dockerd=$!
export DOCKER_HOST=unix:///run/build-docker.sock
for _ in $(seq 100); do
  ! docker version >/dev/null 2>&1 || break
  sleep 0.2
done
docker version >/dev/null || { cat /build/docker.log; exit 1; }
for archive in /build/carried/*/; do
  tar --create --directory "$archive" . | docker load
done
docker image ls
kill "$dockerd" && wait "$dockerd"
kill "$containerd" && wait "$containerd"

# /var/lib/docker is copied into a volume for each new host: the files of the images stay behind and are linked to.
layers=/usr/local/lib/engine-layers
mkdir -p "$layers"
for layer in /build/docker/overlay2/*/diff; do
  id=$(basename "$(dirname "$layer")")
  cp -a "$layer" "$layers/$id"
  rm -rf "$layer"
  ln -s "$layers/$id" "$layer"
done
rm -rf /build/docker/network /build/docker/containers /build/docker/engine-id
cp -a /build/docker/. /var/lib/docker/
