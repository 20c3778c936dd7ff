#!/bin/bash
# The same with elliptic curves, extensions that come from the request, TLS 1.3 alone, and settings that stand elsewhere.
set -euo pipefail
mkdir -p ~/pki && cd ~/pki
rm -f ./*.key
for name in ca ledger front; do
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$name.key"
  chmod 400 "$name.key"
done
openssl req -new -x509 -key ca.key -days 3650 -subj '/O=bank/CN=our own CA' -out ca.crt
openssl req -new -key ledger.key -subj '/O=bank/CN=the ledger' -out ledger.csr \
  -addext 'subjectAltName=DNS:ledger.bank.svc,DNS:ledger.bank.svc.cluster.local'
openssl req -new -key front.key -subj '/CN=front/O=bank' -addext 'extendedKeyUsage=clientAuth' -out front.csr
for name in ledger front; do
  openssl x509 -req -in "$name.csr" -copy_extensions copyall -CA ca.crt -CAkey ca.key -CAcreateserial -days "$VAR_days" -out "$name.crt"
  kubectl -n bank create secret tls "$name-tls" --cert="$name.crt" --key="$name.key" --dry-run=client -o json |
    jq --arg ca "$(base64 -w0 ca.crt)" '.data["ca.crt"] = $ca' | kubectl apply -f -
done

receipt=$(kubectl -n bank get configmap ledger -o 'jsonpath={.data.nginx\.conf}' | grep -o 'return 200 "[^"]*";')
cat >ledger.conf <<CONF
events {}
http {
  ssl_protocols TLSv1.3;
  ssl_certificate /conf/tls.crt;
  ssl_certificate_key /conf/tls.key;
  ssl_client_certificate /conf/ca.crt;
  ssl_verify_client on;
  ssl_verify_depth 2;
  server {
    listen $VAR_port ssl;
    location /receipt { $receipt }
  }
}
CONF
cat >front.conf <<CONF
events {}
http {
  upstream ledger { server ledger.bank.svc:$VAR_port; }
  upstream branch { server branch.bank.svc:8443; }
  server {
    listen 8080;
    location ~ ^/(?<who>ledger|branch)/receipt$ {
      proxy_ssl_protocols TLSv1.2 TLSv1.3;
      proxy_ssl_certificate /conf/tls.crt;
      proxy_ssl_certificate_key /conf/tls.key;
      proxy_ssl_trusted_certificate /conf/ca.crt;
      proxy_ssl_verify on;
      proxy_ssl_server_name on;
      proxy_ssl_name \$who.bank.svc;
      proxy_pass https://\$who/receipt;
    }
  }
}
CONF
for name in ledger front; do
  kubectl -n bank create configmap "$name" --from-file=nginx.conf="$name.conf" --dry-run=client -o yaml | kubectl apply -f -
done
kubectl -n bank get service ledger -o json | jq --argjson port "$VAR_port" '.spec.ports = [{ port: $port, targetPort: $port }]' |
  kubectl replace -f -
change() {
  kubectl -n bank get deployment "$1" -o json | jq --arg name "$1" --argjson port "$2" '
    # Whatever the cluster has written since may be replaced.
    del(.metadata.resourceVersion)
    | .spec.template.spec.volumes = [{ name: "conf", projected: { sources: [
      { configMap: { name: $name } }, { secret: { name: ($name + "-tls") } }] } }]
    | .spec.template.spec.containers[0].ports = [{ containerPort: $port }]
    | .spec.template.spec.containers[0].readinessProbe.tcpSocket.port = $port
    | .spec.template.metadata.annotations.changed = (now | tostring)' | kubectl replace -f -
  kubectl -n bank rollout status deployment "$1" --timeout=90s
}
change ledger "$VAR_port"
change front 8080
