#!/bin/bash
# Answers one HTTP request, as the metadata service or as the carrier: by the address that was called.
set -u
read -r _ path _
while read -r header && [ "$header" != $'\r' ]; do :; done

status='200 OK'
case "$SOCAT_SOCKADDR $path" in
  '169.254.169.254 /') body='instance/credentials instance/name' ;;
  '169.254.169.254 /instance/name') body='parcel-node-1' ;;
  '169.254.169.254 /instance/credentials') body='{"role":"parcel-node","token":"{{vars.token}}"}' ;;
  '203.0.113.20 /rates') body='letter 1.20, parcel 4.90' ;;
  *) status='404 Not Found' body='there is no such page' ;;
esac
printf 'HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n' \
  "$status" $((${#body} + 1)) "$body"
