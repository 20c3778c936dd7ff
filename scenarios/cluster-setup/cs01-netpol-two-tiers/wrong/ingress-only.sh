#!/bin/bash
set -euo pipefail
kubectl -n orders patch networkpolicy closed --type=json -p '[{"op":"replace","path":"/spec/policyTypes","value":["Ingress"]}]'
