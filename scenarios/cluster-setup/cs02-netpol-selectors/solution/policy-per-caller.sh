#!/bin/bash
# The same effect with a policy that closes, one for each caller, and expressions instead of labels.
set -euo pipefail
kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: prod-db }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [db] }] }
  ingress: []
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-prod, namespace: prod-db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
    - from:
        - namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [prod] }] }
          podSelector: {}
      ports: [{ port: $VAR_dbPort }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-stage, namespace: prod-db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
    - from:
        - namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [stage] }] }
          podSelector: { matchExpressions: [{ key: role, operator: In, values: [$VAR_role] }] }
      ports: [{ port: $VAR_dbPort }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-labelled, namespace: prod-db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
    - from:
        - namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: Exists }] }
          podSelector: { matchLabels: { db-access: $VAR_access } }
      ports: [{ port: $VAR_dbPort }]
YAML
