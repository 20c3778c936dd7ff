#!/bin/bash
set -euo pipefail
mkdir -p ~/pki && cd ~/pki
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=bank-ca -keyout ca.key -out ca.crt
issue() {
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days "$VAR_days" -out "$1.crt" -extfile <(printf '%b' "$2")
  kubectl -n bank create secret generic "$1-tls" --type=kubernetes.io/tls --dry-run=client -o yaml \
    --from-file=tls.crt="$1.crt" --from-file=tls.key="$1.key" --from-file=ca.crt=ca.crt | kubectl apply -f -
}
issue ledger 'subjectAltName=DNS:ledger.bank.svc\nextendedKeyUsage=serverAuth\n'
issue front 'extendedKeyUsage=clientAuth\n'
chmod 600 ./*.key

receipt=$(kubectl -n bank get configmap ledger -o 'jsonpath={.data.nginx\.conf}' | grep -o 'return 200 "[^"]*";')
kubectl -n bank create configmap ledger --dry-run=client -o yaml --from-literal=nginx.conf="events {}
http {
  server {
    listen $VAR_port ssl;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_certificate /tls/tls.crt;
    ssl_certificate_key /tls/tls.key;
    ssl_client_certificate /tls/ca.crt;
    ssl_verify_client on;
    location = /receipt {
      $receipt
    }
  }
}
" | kubectl apply -f -
kubectl -n bank create configmap front --dry-run=client -o yaml --from-literal=nginx.conf="events {}
http {
  upstream ledger { server ledger.bank.svc:$VAR_port; }
  upstream branch { server branch.bank.svc:8443; }
  server {
    listen 8080;
    proxy_ssl_certificate /tls/tls.crt;
    proxy_ssl_certificate_key /tls/tls.key;
    proxy_ssl_trusted_certificate /tls/ca.crt;
    proxy_ssl_verify on;
    proxy_ssl_name \$who.bank.svc;
    location ~ ^/(?<who>ledger|branch)/receipt\$ {
      proxy_pass https://\$who/receipt;
    }
  }
}
" | kubectl apply -f -

kubectl -n bank patch service ledger --type=json -p \
  '[{"op":"replace","path":"/spec/ports","value":[{"port":'"$VAR_port"',"targetPort":'"$VAR_port"'}]}]'
mount() {
  kubectl -n bank patch deployment "$1" -p '{"spec":{"template":{
    "metadata":{"annotations":{"bank/configured":"'"$(date +%s%N)"'"}},
    "spec":{
      "volumes":[{"name":"tls","secret":{"secretName":"'"$1"'-tls"}}],
      "containers":[{"name":"nginx",
        "ports":[{"containerPort":'"$2"'},{"$patch":"replace"}],
        "readinessProbe":{"tcpSocket":{"port":'"$2"'}},
        "volumeMounts":[{"name":"tls","mountPath":"/tls","readOnly":true}]}]}}}}'
  kubectl -n bank rollout status deployment "$1" --timeout=90s
}
mount ledger "$VAR_port"
mount front 8080
