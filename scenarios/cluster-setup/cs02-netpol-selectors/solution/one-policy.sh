#!/bin/bash
set -euo pipefail
kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: prod-db }
spec:
  podSelector: { matchLabels: { app: db } }
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: prod } }
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: stage } }
          podSelector: { matchLabels: { role: $VAR_role } }
        - namespaceSelector: {}
          podSelector: { matchLabels: { db-access: $VAR_access } }
      ports: [{ protocol: TCP, port: $VAR_dbPort }]
YAML
