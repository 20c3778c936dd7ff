#!/bin/bash
set -euo pipefail
ssh worker bash -s <<'EOF'
set -euo pipefail
sed -i -e '/^  anonymous:/{n;s/true/false/}' -e 's/^  mode: AlwaysAllow/  mode: Webhook/' -e '/^readOnlyPort:/d' /var/lib/kubelet/config.yaml
EOF
