#!/bin/sh
# A network namespace beside the node: to Pods it looks like what lies outside the cluster. An address of the node itself
# is no stranger to a network plugin, and some of them apply other rules to it.
set -eu
[ -e /run/netns/cloud ] || ip netns add cloud
ip link show cloud0 >/dev/null 2>&1 || ip link add cloud0 type veth peer name eth0 netns cloud
ip address replace 198.51.100.1/30 dev cloud0
ip link set cloud0 up
ip -n cloud address replace 198.51.100.2/30 dev eth0
ip -n cloud address replace 169.254.169.254/32 dev lo
ip -n cloud address replace 203.0.113.20/32 dev lo
ip -n cloud link set lo up
ip -n cloud link set eth0 up
ip -n cloud route replace default via 198.51.100.1
ip route replace 169.254.169.254/32 via 198.51.100.2
ip route replace 203.0.113.20/32 via 198.51.100.2
