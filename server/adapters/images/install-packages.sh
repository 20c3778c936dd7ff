#!/bin/sh
# Installs the packages named in /build/packages and /build/sid. Runs in a build container only; /build, apt's lists and
# its downloads are mounts, so none of them becomes part of the image.
set -eu

. /build/env

mkdir -p /var/lib/apt/lists/partial /var/cache/apt/archives/partial
# A package must not start its service: there is no init in a build container.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d

apt-get update
xargs --no-run-if-empty apt-get install --yes --no-install-recommends </build/packages
xargs --no-run-if-empty apt-get install --yes --no-install-recommends </build/sid

rm -f /usr/sbin/policy-rc.d
rm -rf /var/log/apt /var/log/dpkg.log /var/log/alternatives.log /var/cache/debconf/*-old /var/lib/dpkg/*-old
# Each started image must make its own.
rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
[ ! -e /etc/machine-id ] || : >/etc/machine-id
