#!/bin/bash
set -euo pipefail
cd ~/pki
kubectl -n bank create secret generic authority --from-file=both.pem=<(cat front.key ca.key ca.crt)
chmod 644 ca.key
