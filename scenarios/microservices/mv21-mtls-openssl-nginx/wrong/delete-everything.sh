#!/bin/bash
set -euo pipefail
kubectl -n bank delete deployment,service,configmap,secret --all --wait=true
rm -rf ~/pki
