#!/bin/bash
set -euo pipefail
kubectl delete runtimeclass "$VAR_class"
kubectl apply -f - <<EOF
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: $VAR_class }
handler: runc
EOF
kubectl -n parser rollout restart deployment intake
kubectl -n parser rollout status deployment intake --timeout=90s
