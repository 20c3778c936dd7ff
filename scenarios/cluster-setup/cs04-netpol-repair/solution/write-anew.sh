#!/bin/bash
# The same effect with new policies in place of the wrong ones: DNS by port alone, the backup by expressions.
set -euo pipefail
kubectl -n tickets delete networkpolicy names backup --ignore-not-found
kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: dns, namespace: tickets }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [front, seats] }] }
  policyTypes: [Egress]
  egress:
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: store-from-backup, namespace: tickets }
spec:
  podSelector: { matchLabels: { app: store } }
  ingress:
    - from:
        - namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [backup] }] }
          podSelector: { matchExpressions: [{ key: job, operator: In, values: [$VAR_job] }] }
      ports: [{ port: $VAR_storePort }]
YAML
