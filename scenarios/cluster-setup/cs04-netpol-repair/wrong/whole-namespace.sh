#!/bin/bash
set -euo pipefail
kubectl -n tickets patch networkpolicy backup --type=json -p '[{"op":"remove","path":"/spec/ingress/0/from/0/podSelector"}]'
