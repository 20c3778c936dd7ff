#!/bin/bash
# The same with the engine's configuration file and elliptic curves.
set -euo pipefail
ssh docker-host sudo bash -s <<'EOF'
set -euo pipefail
mkdir -p /etc/docker/tls && cd /etc/docker/tls
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=lab-ca -keyout ca-key.pem -out ca.pem
issue() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -keyout "$1-key.pem" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 30 -out "$1-cert.pem" -extfile <(printf "%b" "$3")
}
issue server docker-host "subjectAltName=DNS:docker-host\nextendedKeyUsage=serverAuth\n"
issue client learner "extendedKeyUsage=clientAuth\n"
chmod 600 ./*-key.pem
cat >/etc/systemd/system/docker.service.d/10-listen.conf <<'UNIT'
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd
UNIT
config=/etc/docker/daemon.json
[ -s "$config" ] || echo '{}' >"$config"
jq '. + {hosts: ["unix:///var/run/docker.sock", "tcp://0.0.0.0:2376"], tlsverify: true, tlscacert: "/etc/docker/tls/ca.pem", tlscert: "/etc/docker/tls/server-cert.pem", tlskey: "/etc/docker/tls/server-key.pem"}' "$config" >"$config.new"
mv "$config.new" "$config"
systemctl daemon-reload
systemctl restart docker
EOF
mkdir -p ~/.docker
ssh docker-host sudo cat /etc/docker/tls/ca.pem >~/.docker/ca.pem
ssh docker-host sudo cat /etc/docker/tls/client-cert.pem >~/.docker/cert.pem
(umask 077 && ssh docker-host sudo cat /etc/docker/tls/client-key.pem >~/.docker/key.pem)
