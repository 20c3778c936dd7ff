#!/bin/bash
set -euo pipefail
kubectl apply -f - <<EOF
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: $VAR_class }
handler: gvisor
EOF
kubectl -n parser patch deployment intake -p '{"spec":{"template":{"spec":{"runtimeClassName":"'"$VAR_class"'"}}}}'
