#!/bin/bash
# One engine serves all its TCP ports with TLS, so the open door is a forwarder that somebody started "for the old scripts".
set -euo pipefail
ssh docker-host sudo docker run --detach --name old-port --network host --volume /var/run/docker.sock:/docker.sock \
  lab.local/workloads:1 socat TCP-LISTEN:2375,fork,reuseaddr UNIX-CONNECT:/docker.sock
ssh docker-host sudo timeout 20 bash -c "'until ss -ltn | grep -q :2375; do sleep 0.2; done'"
