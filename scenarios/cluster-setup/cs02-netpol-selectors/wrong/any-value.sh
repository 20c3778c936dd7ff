#!/bin/bash
set -euo pipefail
kubectl -n prod-db patch networkpolicy from-labelled --type=json -p '[{"op":"replace","path":"/spec/ingress/0/from/0/podSelector","value":
  {"matchExpressions":[{"key":"db-access","operator":"Exists"}]}}]'
