#!/bin/bash
set -euo pipefail
kubectl -n prod-db patch networkpolicy closed --type=json -p '[{"op":"replace","path":"/spec/podSelector","value":{}}]'
