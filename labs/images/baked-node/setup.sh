#!/bin/bash
# Initialises a control plane, keeps what etcd holds of it, and takes away everything that belongs to one cluster alone: keys,
# certificates, addresses, credentials. `make-identity` and `open-cluster` give each new cluster its own at its first boot. That is
# tried here once; of the trial only the programs are kept that the network agent has compiled.
set -euo pipefail

tools=/usr/local/lib/cks-lab
objects=/kind/baked/objects
# Of the range for documentation: no machine has it, and each boot replaces it.
address=192.0.2.10
namespaces=(default kube-node-lease kube-public kube-system)
export KUBECONFIG=/etc/kubernetes/admin.conf

in_system() { kubectl --namespace kube-system "$@"; }

await() {
  local what=$1
  shift
  for _ in $(seq 600); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  echo "60 s were not enough for: $what" >&2
  exit 1
}

start_control_plane() {
  systemctl start containerd
  # There is no network here, and nobody at the other end.
  ip link add eth0 type veth peer name nobody
  ip address add "$address/24" dev eth0
  ip link set eth0 up
  ip link set nobody up
  ip route add default via 192.0.2.1
  echo "$address cp" >>/etc/hosts
  "$tools/write-kubeadm-conf" "$address"
  kubeadm init --config /kind/kubeadm.conf --skip-phases preflight,addon,show-join-command --skip-token-print
  # From here on no Pod starts: the network plugin and DNS must not have run anywhere before a cluster has its identity.
  systemctl stop kubelet
}

add_objects() {
  kubectl apply --filename /kind/manifests/default-storage.yaml
  kubectl taint node cp node-role.kubernetes.io/control-plane:NoSchedule-
  kubectl label node cp node.kubernetes.io/exclude-from-external-load-balancers-
  kubeadm init phase addon kube-proxy --config /kind/kubeadm.conf
  # CoreDNS is not ready at its first probe, and the next would come 10 s later.
  kubeadm init phase addon coredns --config /kind/kubeadm.conf --print-manifest |
    sed 's/^\( *\)readinessProbe:$/&\n\1  periodSeconds: 1/' |
    kubectl apply --filename -
  # The agent asks the API server by its name: at the address of its Service nobody answers before kube-proxy has its rules, and who
  # asked too early there asks again after eight seconds.
  sed -i 's/^\( *\)env:$/&\n\1  - { name: KUBERNETES_SERVICE_HOST, value: cp }\n\1  - { name: KUBERNETES_SERVICE_PORT, value: "6443" }/' \
    /kind/manifests/cni/cilium.yaml
  kubectl apply --server-side --filename /kind/manifests/cni
}

is_complete() {
  local set namespace
  for set in kube-proxy cilium; do
    in_system get pods --selector "k8s-app=$set" --output 'jsonpath={.items[*].spec.nodeName}' | grep --quiet '^cp$' || return 1
  done
  in_system get pods --selector k8s-app=kube-dns --output name | grep --quiet coredns || return 1
  kubectl get node cp --output 'jsonpath={.spec.podCIDR}' | grep --quiet / || return 1
  for namespace in "${namespaces[@]}"; do
    kubectl --namespace "$namespace" get serviceaccount/default configmap/kube-root-ca.crt || return 1
  done
}

# Objects that name the cluster's own authority or address: they are taken out of etcd and written anew at each first boot.
keep_object() {
  local key=$1 name=$2 filter=$3
  shift 3
  kubectl get "$@" --output json |
    jq --arg key "/registry/$key" "{ key: \$key, value: (
      del(.metadata.resourceVersion, .metadata.managedFields, .metadata.generation) | .metadata.creationTimestamp = \"@NOW@\" | $filter) }" \
      >"$objects/$name.json"
}

keep_objects() {
  mkdir -p "$objects"
  local authority
  authority=$(base64 --wrap 0 /etc/kubernetes/pki/ca.crt)
  local namespace
  for namespace in "${namespaces[@]}"; do
    keep_object "configmaps/$namespace/kube-root-ca.crt" "$namespace-authority" '.data["ca.crt"] = "@CA@"' \
      --namespace "$namespace" configmap kube-root-ca.crt
  done
  keep_object configmaps/kube-public/cluster-info cluster-info \
    ".data = { kubeconfig: (.data.kubeconfig | split(\"$authority\") | join(\"@CA64@\")) }" \
    --namespace kube-public configmap cluster-info
  keep_object minions/cp node \
    '.status.addresses = [{ type: "InternalIP", address: "@ADDRESS@" }, { type: "Hostname", address: "cp" }]
     | .status.conditions[] |= (.lastHeartbeatTime = "@NOW@" | .lastTransitionTime = "@NOW@")
     | del(.status.images) | .spec.taints = [(.spec.taints // [])[] | select(.key == "node.kubernetes.io/not-ready") | del(.timeAdded)]' \
    node cp
  if grep --recursive --fixed-strings --files-with-matches "$authority" "$objects"; then
    echo 'these objects still name the authority of the bake' >&2
    exit 1
  fi
}

stop_container() {
  crictl ps --quiet --name "^$1\$" | xargs --no-run-if-empty crictl stop --timeout 10
}

etcd() {
  etcdctl --endpoints https://127.0.0.1:2379 --cacert /etc/kubernetes/pki/etcd/ca.crt \
    --cert /etc/kubernetes/pki/etcd/healthcheck-client.crt --key /etc/kubernetes/pki/etcd/healthcheck-client.key "$@"
}

forget() {
  for key in "$@"; do
    case $key in */) etcd del --prefix "/registry/$key" ;; *) etcd del "/registry/$key" ;; esac
  done >/dev/null
}

forget_identity() {
  stop_container kube-controller-manager
  stop_container kube-scheduler
  stop_container kube-apiserver
  for file in "$objects"/*.json; do etcd del "$(jq --raw-output .key "$file")"; done >/dev/null
  # extension-apiserver-authentication would be completed by a new server, not replaced: the old authority would stay trusted.
  forget configmaps/kube-system/extension-apiserver-authentication events/ leases/ masterleases/ peerserverleases/ csinodes/ \
    services/endpoints/default/kubernetes endpointslices/default/kubernetes
  for key in $(etcd get --prefix --keys-only /registry/secrets/); do etcd del "$key" >/dev/null; done
  local static
  for static in etcd kube-apiserver kube-controller-manager kube-scheduler; do forget "pods/kube-system/$static-cp"; done
  etcd compact --physical "$(etcd endpoint status --write-out json | jq '.[0].Status.header.revision')"
  etcd defrag
  stop_container etcd
}

# The log is made 64 MB large from the start, with another such file in reserve; each node would copy both.
shrink_log() {
  local log=/var/lib/etcd/member/wal
  rm -f "$log"/*.tmp
  perl -e '
    local $/; open my $f, "+<:raw", $ARGV[0] or die $!; my $all = <$f>;
    $all =~ s/\0+\z//; my $keep = length($all) + 8; $keep += -$keep % 8; truncate $f, $keep or die $!;
  ' "$log"/*.wal
}

# The agent compiles its programs at each start; that is most of what it then does.
remember_programs() {
  local clang
  for clang in /kind/snapshots/*/usr/lib/llvm-19/bin/clang; do
    image=${clang%/usr/lib/*}
    ln -sf ../local/bin/remembering-clang "$image/usr/bin/clang"
    install -D "$tools/remembering-clang" "$image/usr/local/bin/remembering-clang"
  done
}

try_first_boot() {
  systemctl start kubelet
  systemctl start cluster-open
  timeout 60 "$tools/await-stage" dns
  in_system rollout status deployment/coredns --timeout 60s
  systemctl stop kubelet
  crictl ps --quiet | xargs crictl stop --timeout 2 >/dev/null
  findmnt --raw --noheadings --output TARGET | grep '^/var/lib/kubelet/' | xargs --no-run-if-empty umount --lazy
  install -D --target-directory "$image/usr/lib/compiled-programs" /run/cilium/compiled-programs/*
  du -sh "$image/usr/lib/compiled-programs"
}

# What the trial changes, as it was before.
kept=(/var/lib/etcd /var/lib/kubelet /kind/baked)
keep_whole() { tar --create --file /build/kept.tar "${kept[@]}"; }
put_back() {
  rm -rf "${kept[@]}"
  tar --extract --file /build/kept.tar --directory /
}

clear_machine() {
  systemctl stop containerd
  rm -rf /etc/kubernetes/*.conf /etc/kubernetes/pki /etc/kubernetes/tmp /etc/kubernetes/manifests/* /root/.kube
  find /var/lib/kubelet -mindepth 1 -maxdepth 1 \
    -not -name config.yaml -not -name kubeadm-flags.env -not -name instance-config.yaml -exec rm -rf {} +
  rm -rf /var/lib/cni /var/log/pods /var/log/containers /etc/cni/net.d/* /etc/ssh/ssh_host_* /var/lib/systemd/random-seed \
    /var/lib/dbus/machine-id /kind/kubeadm.conf /kind/node-address
}

await 'systemd' systemctl show-environment
start_control_plane
add_objects
await 'the control plane to make its objects' is_complete
keep_objects
forget_identity
shrink_log
clear_machine
keep_whole
remember_programs
systemctl enable --quiet cluster-identity.service cluster-open.service
try_first_boot
clear_machine
put_back
du -sh /var/lib/etcd
