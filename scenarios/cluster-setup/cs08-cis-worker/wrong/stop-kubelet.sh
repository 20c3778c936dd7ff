#!/bin/bash
set -euo pipefail
ssh worker systemctl stop kubelet
