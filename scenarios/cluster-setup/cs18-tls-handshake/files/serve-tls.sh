#!/bin/bash
set -euo pipefail
mkdir -p /srv/tls && cd /srv/tls
away=$(mktemp -d)
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=bank-ca -keyout "$away/ca.key" -out ca.crt
openssl req -newkey rsa:2048 -nodes -subj /CN=docker-host -keyout "$away/server.key" -out "$away/server.csr"
openssl x509 -req -in "$away/server.csr" -CA ca.crt -CAkey "$away/ca.key" -CAcreateserial -days 30 -out "$away/server.crt" \
  -extfile <(printf 'subjectAltName=DNS:docker-host\nextendedKeyUsage=serverAuth\n')

serve() {
  local name=$1 role=$2 port agreed asks=''
  case $role in
    rsa) port=$VAR_rsaPort agreed="ssl_protocols TLSv1.2; ssl_ciphers $VAR_rsaCipher;" ;;
    classic) port=$VAR_classicPort agreed="ssl_protocols TLSv1.2; ssl_ciphers $VAR_classicCipher;" ;;
    modern) port=$VAR_modernPort agreed="ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites $VAR_modernCipher;" ;;
  esac
  [ "$role" != "$VAR_mutual" ] || asks='ssl_verify_client on; ssl_client_certificate conf.d/ca.crt;'
  mkdir "$name"
  cp ca.crt "$away/server.crt" "$away/server.key" "$name"
  cat >"$name/server.conf" <<CONF
server {
  listen 8443 ssl;
  server_name docker-host;
  ssl_certificate conf.d/server.crt;
  ssl_certificate_key conf.d/server.key;
CONF
  printf '%s %s\n' "$agreed" "$asks" | sed -e 's/ *$//' -e 's/; /;\n/g' | sed 's/^/  /' >>"$name/server.conf"
  cat >>"$name/server.conf" <<CONF
  location / {
    return 200 "$name\n";
  }
}
CONF
  docker run --detach --name "$name" --restart always --publish "$port:8443" --volume "/srv/tls/$name:/etc/nginx/conf.d:ro" lab.local/workloads:1
}

IFS=- read -r alder birch cedar <<<"$VAR_roles"
serve alder "$alder"
serve birch "$birch"
serve cedar "$cedar"
rm -r "$away" ca.srl
