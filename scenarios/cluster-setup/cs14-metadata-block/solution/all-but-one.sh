#!/bin/bash
set -euo pipefail
kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: $VAR_policy, namespace: parcels }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metadata-readers, namespace: parcels }
spec:
  podSelector: { matchLabels: { cloud-metadata: $VAR_access } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 169.254.169.254/32 } }]
YAML
