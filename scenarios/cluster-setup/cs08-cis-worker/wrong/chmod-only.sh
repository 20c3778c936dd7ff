#!/bin/bash
set -euo pipefail
ssh worker chown "$VAR_owner" /etc/kubernetes/kubelet.conf
