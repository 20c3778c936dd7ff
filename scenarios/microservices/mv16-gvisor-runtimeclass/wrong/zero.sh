#!/bin/bash
set -euo pipefail
kubectl apply -f - <<EOF
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: $VAR_class }
handler: runsc
EOF
kubectl -n parser scale deployment intake --replicas=0
kubectl -n parser wait --for=delete pod --all --timeout=60s
