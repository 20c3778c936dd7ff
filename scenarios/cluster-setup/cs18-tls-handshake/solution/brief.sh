#!/bin/bash
# With the short form of s_client, one value after the other, the suite of dogwood in the spelling of OpenSSL, and TLS 1.3 beside 1.2.
set -euo pipefail
cd /home/learner
field() {
  sed -n "s/^$1: *//p" <<<"$said"
}
if [ ! -s handshakes.json ]; then
  echo '{}' >handshakes.json
  for name in cedar birch alder; do
    port=$(ssh docker-host sudo docker inspect --format "'{{(index (index .HostConfig.PortBindings \"8443/tcp\") 0).HostPort}}'" "$name")
    said=$(openssl s_client -brief -connect "docker-host:$port" </dev/null 2>&1 || true)
    exchange=$([ -n "$(field 'Server Temp Key')" ] && echo ECDHE || echo RSA)
    asked=$(openssl s_client -connect "docker-host:$port" </dev/null 2>&1 | grep -c '^Client Certificate Types\|^Acceptable client' || true)
    sends=$([ "$asked" -gt 0 ] && echo both || echo server)
    jq --arg n "$name" --arg v "$(field 'Protocol version')" --arg c "$(field Ciphersuite)" --arg e "$exchange" --arg s "$sends" \
      '.[$n] = { version: $v, cipher: $c, keyExchange: $e, certificates: $s }' handshakes.json >next.json
    mv next.json handshakes.json
  done
  suite=$(openssl ciphers -stdname ALL | awk -v name="$(sed -n 's/^ *cipher_suite {.*} //p' dogwood.log)" '$1 == name { print $3 }')
  case $suite in ECDHE-*) exchange=ECDHE ;; *) exchange=RSA ;; esac
  sends=$([ "$(grep -c '^    Certificate, Length=' dogwood.log)" = 2 ] && echo both || echo server)
  jq --arg c "$suite" --arg e "$exchange" --arg s "$sends" '.dogwood = { version: "TLSv1.2", cipher: $c, keyExchange: $e, certificates: $s }' handshakes.json >next.json
  mv next.json handshakes.json
fi
name=$(jq -r 'del(.dogwood) | to_entries[] | select(.value.keyExchange == "RSA") | .key' handshakes.json)
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
sed -i -e 's/listen .*/listen 8443 ssl;/' -e 's/ssl_protocols .*/ssl_protocols TLSv1.2 TLSv1.3;/' -e 's/ssl_ciphers .*/ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256;/' /srv/tls/$name/server.conf
docker exec $name nginx -t
docker restart $name
REMOTE
