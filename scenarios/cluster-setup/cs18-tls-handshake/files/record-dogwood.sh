#!/bin/bash
# One handshake with a server that is gone when the lab begins.
set -euo pipefail
away=$(mktemp -d)
cd "$away"
make() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$1" -keyout "$1.key" -out "$1.crt"
}
make dogwood
make till
serve=() call=()
if [ "$VAR_oldCertificates" = both ]; then
  serve=(-Verify 1 -CAfile till.crt) call=(-cert till.crt -key till.key)
fi
openssl s_server -accept 127.0.0.1:4433 -naccept 1 -tls1_2 -cipher "${VAR_oldCipher%=*}" -key dogwood.key -cert dogwood.crt -quiet "${serve[@]}" >/dev/null 2>&1 &
# One handshake is all that the server gives, so nobody may try whether it is there yet.
timeout 10 bash -c 'until ss -Hltn | grep -q 127.0.0.1:4433; do :; done'
openssl s_client -connect 127.0.0.1:4433 -servername dogwood -tls1_2 -trace -msgfile /home/learner/dogwood.log "${call[@]}" </dev/null >/dev/null 2>&1
wait
grep -q 'cipher_suite {.*} '"${VAR_oldCipher#*=}" /home/learner/dogwood.log
rm -r "$away"
