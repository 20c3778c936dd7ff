#!/bin/bash
# The other way: the Deployment is removed and made again from its own text with the field in it.
set -euo pipefail
kubectl create -f - <<EOF
{"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "$VAR_class"}, "handler": "runsc"}
EOF
kubectl -n parser get deployment intake -o json |
  jq --arg class "$VAR_class" 'del(.status, .metadata.uid, .metadata.resourceVersion) | .spec.template.spec.runtimeClassName = $class' |
  kubectl replace --force -f -
kubectl -n parser rollout status deployment intake --timeout=90s
# The Pods of the old Deployment are still ending.
timeout 60 bash -c 'until [ "$(kubectl -n parser get pods --no-headers | wc -l)" = 2 ]; do sleep 1; done'
kubectl -n parser exec deployment/intake -- dmesg >/home/learner/intake-dmesg.txt
