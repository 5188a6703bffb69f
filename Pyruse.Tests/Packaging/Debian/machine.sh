#!/bin/sh
# Makes a machine for a test, of a root directory, in namespaces that this process has for itself, and holds it until standard input ends:
#     machine.sh BASE ROOT RUN
# BASE stays as it is; what changes is kept in memory. RUN becomes its /run. It has the addresses 192.0.2.1 and 2001:db8::1; another host with
# 192.0.2.66 and 2001:db8::66 is on the same cable, as the process that /run/attacker names.
set -e
base=$1 root=$2 run=$3

mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs tmpfs "$root"
mkdir "$root/upper" "$root/work"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$root/upper,workdir=$root/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --bind "$run" "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /run/systemd/journal/dev-log "$root/dev/log"
mkdir -p "$root/run/systemd/journal" "$root/run/lock" "$root/run/sshd"

ip link set lo up
unshare --net sleep infinity </dev/null &
attacker=$!
echo $attacker >"$root/run/attacker"
# Once it has a network of its own.
until [ "$(readlink /proc/$attacker/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
ip link add cable type veth peer name cable netns $attacker
ip address add 192.0.2.1/24 dev cable
ip address add 2001:db8::1/64 dev cable nodad
ip link set cable up
nsenter --target $attacker --net sh -c 'ip link set lo up; ip address add 192.0.2.66/24 dev cable; ip address add 2001:db8::66/64 dev cable nodad; ip link set cable up'

# As at the start of a machine: the group systemd-journal may read.
mkdir -p "$root/run/log/journal/$(cat "$root/etc/machine-id")"
chroot "$root" systemd-tmpfiles --create --prefix=/run/log
chroot "$root" /lib/systemd/systemd-journald </dev/null &
until [ -S "$root/run/systemd/journal/socket" ]; do :; done
echo ready
exec chroot "$root" cat
