#!/bin/bash
set -euo pipefail
config=/var/lib/kubelet/config.yaml
sed -i -e '/^  anonymous:/{n;s/false/true/}' -e 's/^  mode: Webhook/  mode: AlwaysAllow/' -e '/^readOnlyPort:/d' "$config"
echo "readOnlyPort: $VAR_readOnlyPort" >>"$config"
systemctl restart kubelet
