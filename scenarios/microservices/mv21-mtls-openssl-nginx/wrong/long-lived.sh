#!/bin/bash
set -euo pipefail
cd ~/pki
renew() {
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out "$1.crt" -extfile <(echo "$2")
  kubectl -n bank create secret generic "$1-tls" --type=kubernetes.io/tls --dry-run=client -o yaml \
    --from-file=tls.crt="$1.crt" --from-file=tls.key="$1.key" --from-file=ca.crt=ca.crt | kubectl apply -f -
}
renew ledger subjectAltName=DNS:ledger.bank.svc
renew front extendedKeyUsage=clientAuth
