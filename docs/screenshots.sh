#!/bin/bash
# Makes the pictures of README.md: the training dialog in plain ImageJ on a virtual display, and a demo's learning curve
# and overlay.
#
#   ./nnunet demo --output DEMO && mvn -B -DskipTests package && docs/screenshots.sh DEMO [TARGET]
#
# DEMO: the output folder of a finished demo; TARGET: the build's folder, target by default.
# Needs Xvfb, xdotool and ImageMagick (Debian: xvfb xdotool imagemagick) and a Java 17.
set -euo pipefail

[ $# -ge 1 ] || { sed -n '2,9s/^# \?//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
demo=$1
target=${2:-$here/../target}
images=$here/images
for program in Xvfb xdotool import convert java; do
	command -v "$program" > /dev/null || { echo "$program is missing: apt-get install xvfb xdotool imagemagick"; exit 1; }
done
curves=$demo/Task00_Phantom/results_3d/fold_0/curves.png
overlay=$(ls "$demo"/predictions/*.png | head -n 1)
[ -f "$curves" ] || { echo "$curves is missing: run the demo first"; exit 1; }
[ -d "$target/fiji" ] && [ -d "$target/runtime" ] || { echo "$target holds no package: run mvn -DskipTests package"; exit 1; }

work=$(mktemp -d)
stop() {
	[ -z "${imagej:-}" ] || kill "$imagej" 2> /dev/null || true
	[ -z "${display:-}" ] || kill "$display" 2> /dev/null || true
	rm -rf "$work"
}
trap stop EXIT

# A plain ImageJ with the package copied over it, as in the zip for plain ImageJ.
mkdir -p "$work/jars" "$work/plugins" "$work/macros"
cp -R "$target/fiji/." "$work/"
cp "$target"/runtime/*.jar "$work/jars/"
mv "$work"/jars/ij-*.jar "$work/ij.jar"

exec 3> "$work/display"
Xvfb -displayfd 3 -screen 0 1280x1024x24 2> /dev/null &
display=$!
while [ ! -s "$work/display" ]; do sleep 0.2; done
export DISPLAY=:$(cat "$work/display")

java -Duser.home="$work" -Djava.util.prefs.userRoot="$work" -Dplugins.dir="$work" -cp "$work/ij.jar" ij.ImageJ \
	-eval 'run("nnU-Net Train");' > "$work/log" 2>&1 &
imagej=$!
window=
for i in $(seq 240); do
	window=$(xdotool search --onlyvisible --name '^nnU-Net Train' 2> /dev/null | head -n 1) && [ -n "$window" ] && break
	sleep 0.5
done
[ -n "$window" ] || { echo "the dialog did not open:"; cat "$work/log"; exit 1; }
sleep 2

mkdir -p "$images"
import -window "$window" "$work/dialog.png"
convert "$work/dialog.png" -strip +dither -colors 64 "PNG8:$images/train_dialog.png"
convert "$curves" -strip +dither -colors 128 "PNG8:$images/learning_curve.png"
convert "$overlay" -resize '1000x1000>' -strip +dither -colors 128 "PNG8:$images/overlay.png"
ls -l "$images"
