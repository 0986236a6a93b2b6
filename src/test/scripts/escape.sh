#!/bin/bash
# Presses Escape in a real ImageJ that trains, on a virtual display: the training must stop within a few seconds, leave a
# checkpoint, and go on from it when the same macro runs again.
#
#   mvn -B -DskipTests package && src/test/scripts/escape.sh [TARGET]
#
# TARGET: the build's folder, target by default. Needs Xvfb, xdotool, pgrep and a Java 17. Exit code 0: it is so.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "${1:-$here/../../../target}" && pwd)
for program in Xvfb xdotool pgrep java; do
	command -v "$program" > /dev/null || { echo "$program is missing: apt-get install xvfb xdotool procps"; exit 1; }
done
[ -d "$target/fiji" ] && [ -d "$target/runtime" ] || { echo "$target holds no package: run mvn -DskipTests package"; exit 1; }

work=$(mktemp -d)
stop() {
	[ -z "${imagej:-}" ] || kill "$imagej" 2> /dev/null || true
	[ -z "${display:-}" ] || kill "$display" 2> /dev/null || true
	rm -rf "$work"
}
trap stop EXIT

# A plain ImageJ with the package copied over it, and the demo's data without its training.
mkdir -p "$work/jars" "$work/plugins" "$work/macros"
cp -R "$target/fiji/." "$work/"
cp -R "$target/imagej/." "$work/"
cp "$target"/runtime/*.jar "$work/jars/"
mv "$work"/jars/ij-*.jar "$work/ij.jar"
java -Djava.awt.headless=true -cp "$work/ij.jar:$work/plugins/*:$work/jars/*:$work/jars/nnunet/engine/*" \
	sc.fiji.nnunet.cli.Main demo --output "$work/demo" --minutes 0.01 --quiet

exec 3> "$work/display"
Xvfb -displayfd 3 -screen 0 1280x1024x24 2> /dev/null &
display=$!
while [ ! -s "$work/display" ]; do sleep 0.2; done
export DISPLAY=:$(cat "$work/display")

fold=$work/demo/Task00_Phantom/results_3d/fold_1
log=$fold/log.jsonl
macro="run('nnU-Net Train', 'data=[$work/demo/Task00_Phantom] fold=1 steps=100000 stepsperepoch=2 skipeval=100000 features=4 amp=fp32 finalvalidation=false');"

lines() { [ -f "$log" ] && wc -l < "$log" || echo 0; }

# Runs the macro in an ImageJ until the training has done some epochs more, and presses Escape.
train() {
	local before=$(lines) wanted seconds
	java -Duser.home="$work" -Djava.util.prefs.userRoot="$work" -Dplugins.dir="$work" -cp "$work/ij.jar" ij.ImageJ \
		-eval "$macro" > "$work/out" 2>&1 &
	imagej=$!
	wanted=$((before + 6))
	for i in $(seq 240); do [ "$(lines)" -ge "$wanted" ] && break; sleep 0.5; done
	[ "$(lines)" -ge "$wanted" ] || { echo "the training does not run:"; cat "$work/out"; exit 1; }
	# NB: without a window manager Java takes keys only while the X server's focus is on a small window of its own
	xdotool windowfocus "$(xdotool search --onlyvisible --name '^ImageJ$' | head -n 1)"
	sleep 1
	xdotool windowfocus "$(xdotool search --name '^FocusProxy$' | head -n 1)"
	sleep 1
	xdotool key Escape
	for seconds in $(seq 20); do
		sleep 1
		# NB: the engine's process is a child of ImageJ's, and ends with the training
		pgrep -P "$imagej" java > /dev/null || break
	done
	if pgrep -P "$imagej" java > /dev/null; then echo "Escape does not end the training"; exit 1; fi
	echo "ended within $seconds s of Escape"
	# NB: where the macro outlives the key by two seconds, ImageJ kills its thread and shows a stack trace
	[ -z "$(xdotool search --onlyvisible --name '^Exception$' 2> /dev/null)" ] || { echo "Escape shows an exception"; exit 1; }
	[ -d "$fold/checkpoint_last" ] || { echo "there is no checkpoint"; exit 1; }
	kill "$imagej"
	wait "$imagej" 2> /dev/null || true
}

epoch() { grep -o '"epoch":[0-9]*' "$log" | tail -n 1 | cut -d : -f 2; }

train
first=$(epoch)
train
second=$(epoch)
echo "the first run ended after epoch $first, the second after epoch $second"
[ "$second" -gt "$first" ] || { echo "the second run did not go on"; exit 1; }
