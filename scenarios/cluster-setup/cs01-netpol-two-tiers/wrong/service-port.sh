#!/bin/bash
set -euo pipefail
kubectl -n orders patch networkpolicy api --type=json -p '[{"op":"replace","path":"/spec/ingress/0/ports/0/port","value":8080}]'
