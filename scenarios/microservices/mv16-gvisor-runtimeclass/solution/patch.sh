#!/bin/bash
set -euo pipefail
kubectl apply -f - <<EOF
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: $VAR_class }
handler: runsc
EOF
kubectl -n parser patch deployment intake -p '{"spec":{"template":{"spec":{"runtimeClassName":"'"$VAR_class"'"}}}}'
kubectl -n parser rollout status deployment intake --timeout=90s
# The Pods of the old template are still ending.
timeout 60 bash -c 'until [ "$(kubectl -n parser get pods --no-headers | wc -l)" = 2 ]; do sleep 1; done'
kubectl -n parser exec deployment/intake -- dmesg >/home/learner/intake-dmesg.txt
