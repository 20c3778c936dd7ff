#!/bin/bash
set -euo pipefail
cd ~/pki
openssl req -new -key ledger.key -subj /CN=ledger.bank.svc -out ledger.csr
openssl x509 -req -in ledger.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days "$VAR_days" -out ledger.crt
kubectl -n bank create secret generic ledger-tls --type=kubernetes.io/tls --dry-run=client -o yaml \
  --from-file=tls.crt=ledger.crt --from-file=tls.key=ledger.key --from-file=ca.crt=ca.crt | kubectl apply -f -
kubectl -n bank rollout restart deployment ledger
kubectl -n bank rollout status deployment ledger --timeout=90s
