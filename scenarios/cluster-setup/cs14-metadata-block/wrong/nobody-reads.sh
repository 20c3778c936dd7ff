#!/bin/bash
set -euo pipefail
kubectl -n parcels patch networkpolicy "$VAR_policy" --type=json -p '[{"op":"replace","path":"/spec/podSelector","value":{}}]'
