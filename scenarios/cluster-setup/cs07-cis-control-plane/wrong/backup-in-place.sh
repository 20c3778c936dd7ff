#!/bin/bash
set -euo pipefail
ssh cp cp /etc/kubernetes/manifests/kube-apiserver.yaml /etc/kubernetes/manifests/kube-apiserver.yaml.bak
