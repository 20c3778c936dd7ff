#!/bin/bash
set -euo pipefail
ssh docker-host sudo bash -s <<'EOF'
set -euo pipefail
mkdir -p /etc/docker/tls && cd /etc/docker/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=lab-ca -keyout ca-key.pem -out ca.pem
issue() {
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -keyout "$1-key.pem" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 30 -out "$1-cert.pem" -extfile <(printf "%b" "$3")
}
issue server docker-host "subjectAltName=DNS:docker-host\nextendedKeyUsage=serverAuth\n"
issue client learner "extendedKeyUsage=clientAuth\n"
chmod 600 ./*-key.pem
cat >/etc/systemd/system/docker.service.d/10-listen.conf <<'UNIT'
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd -H unix:///var/run/docker.sock -H tcp://0.0.0.0:2376 --tlsverify --tlscacert=/etc/docker/tls/ca.pem --tlscert=/etc/docker/tls/server-cert.pem --tlskey=/etc/docker/tls/server-key.pem
UNIT
systemctl daemon-reload
systemctl restart docker
EOF
mkdir -p ~/.docker
ssh docker-host sudo cat /etc/docker/tls/ca.pem >~/.docker/ca.pem
ssh docker-host sudo cat /etc/docker/tls/client-cert.pem >~/.docker/cert.pem
(umask 077 && ssh docker-host sudo cat /etc/docker/tls/client-key.pem >~/.docker/key.pem)
