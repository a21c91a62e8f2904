#!/bin/busybox sh
# The first process of a machine that has nothing but a kernel, busybox, v4l2-ctl and our program. It writes what
# happens on the console, a line for each thing: "torture: WHAT: FIRST LINE".

/bin/busybox --install -s /bin
export PATH=/bin HOME=/home
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
# The kernel's own messages would end up in the middle of ours.
dmesg -n 1

# What is printed first by a command, on one of its two outputs.
tell() {
    what="$1"
    shift
    "$@" >/said 2>&1
    echo "torture: $what: $(head -n 1 /said)"
}
scan() {
    countersign --vault /vault --recovery-file /kit scan --camera "$@"
}
# vivid is a camera without a lens. As a webcam it draws test pictures.
load() {
    insmod /mod/vivid.ko n_devs=1 node_types=0x20101 no_error_inj=1 num_inputs=1 num_outputs=1 "$@"
    # The nodes come a moment later.
    for _ in $(seq 100); do [ -e /dev/video2 ] || sleep 0.1; done
}
# As a grabber on a cable it takes what is sent through its own other end.
show() {
    v4l2-ctl -d 0 -c loop_video=1
    v4l2-ctl -d 1 --stream-out-mmap=4 --stream-from="$1" --stream-loop >/dev/null 2>&1 &
    shown=$!
}

tell "no camera" scan
for module in $(cat /mod/order); do
    [ "$module" = vivid ] || insmod "/mod/$module.ko"
done

load input_types=0x0 output_types=0x1
tell "webcam" scan --timeout 3
tell "second camera" scan --device 2
tell "not allowed" su -s /bin/sh somebody -c "countersign scan --camera"
rmmod vivid

load input_types=0x3 output_types=0x1
show /picture
v4l2-ctl -d 0 --stream-mmap >/dev/null 2>&1 &
other=$!
sleep 1
tell "busy" scan --timeout 600
kill "$other"
wait "$other"
tell "added" scan --add --timeout 600
tell "code" countersign --vault /vault --recovery-file /kit code vivid --at 59
tell "once more" scan --timeout 600
kill "$shown"
wait "$shown"

(sleep 3; echo vivid.0 >/sys/bus/platform/drivers/vivid/unbind) &
tell "pulled out" scan --timeout 600
tell "gone" scan
tell "end" true
poweroff -f
