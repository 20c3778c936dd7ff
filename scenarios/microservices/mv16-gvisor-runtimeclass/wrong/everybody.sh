#!/bin/bash
set -euo pipefail
kubectl apply -f - <<EOF
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: $VAR_class }
handler: runsc
EOF
for deployment in parser/intake portal/front; do
  kubectl -n "${deployment%/*}" patch deployment "${deployment#*/}" -p '{"spec":{"template":{"spec":{"runtimeClassName":"'"$VAR_class"'"}}}}'
  kubectl -n "${deployment%/*}" rollout status deployment "${deployment#*/}" --timeout=90s
done
