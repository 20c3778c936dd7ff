#!/bin/bash
# The same effect with one policy, for all Pods but those with the label, and with Pods of the cluster named by a selector.
set -euo pipefail
kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: $VAR_policy, namespace: parcels }
spec:
  podSelector: { matchExpressions: [{ key: cloud-metadata, operator: NotIn, values: [$VAR_access] }] }
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: {}
        - ipBlock: { cidr: 0.0.0.0/0, except: [169.254.0.0/16] }
YAML
