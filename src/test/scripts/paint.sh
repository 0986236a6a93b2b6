#!/bin/bash
# Paints in a real ImageJ on a virtual display, as a person would: opens slices of an EM stack, paints with the mouse by the
# brush, ImageJ's line tool and the keys, waits for the overlay, accepts a slice and takes that back, opens two more images
# in the project, follows a suggestion, predicts all, makes the macro, closes and opens the project again. Then the macro
# runs without a display on the two images and has to give the labels that the window showed. Each step that does not
# come about ends the script with a sentence and the picture failure.png. It also makes the picture of docs/paint.md.
#
#   mvn -B -DskipTests -Pzip package && src/test/scripts/paint.sh DATA OUT [TARGET]
#
# DATA: a folder with images/0.png ... and labels/0.png ..., 0 = membrane, such as the ISBI 2012 training data; OUT: a new
# folder for the project, the pictures and the labels; TARGET: the build's folder, target. FIJI: a Fiji's launcher that
# runs the macro without a display; without it, the macro's line is run by ImageJ's door for that.
# Needs Xvfb and ImageMagick (Debian: xvfb imagemagick) and a Java 17.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,16s/^# \?//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
target=$(cd "${3:-$here/../../../target}" && pwd)
images=$here/../../../docs/images
for program in Xvfb convert unzip java; do
	command -v "$program" > /dev/null || { echo "$program is missing: apt-get install xvfb imagemagick"; exit 1; }
done
package=$(ls "$target"/nnUNet_Fiji-*-imagej.zip 2> /dev/null | tail -n 1)
[ -n "$package" ] && [ -d "$target/runtime" ] && [ -d "$target/test-classes" ] || {
	echo "$target holds no package: run mvn -DskipTests -Pzip package"; exit 1; }

work=$(mktemp -d)
stop() {
	[ -z "${display:-}" ] || kill "$display" 2> /dev/null || true
	rm -rf "$work"
}
trap stop EXIT

# A plain ImageJ with the zip for it; the engine's jars stay off the class path, so that the learner has a process of its own.
unzip -q "$package" -d "$work"
classes=$target/test-classes:$(find "$work" "$target/runtime" -name '*.jar' -not -path '*/engine/*' | tr '\n' ':')

exec 3> "$work/display"
Xvfb -displayfd 3 -screen 0 1366x768x24 2> /dev/null &
display=$!
while [ ! -s "$work/display" ]; do sleep 0.2; done

java="java -Duser.home=$work -Djava.util.prefs.userRoot=$work -Dplugins.dir=$work -cp $classes"
DISPLAY=:$(cat "$work/display") $java sc.fiji.nnunet.brush.PaintRobot "$data" "$out/project" "$out"

# The macro on the two other images.
mkdir -p "$out/more"
cp "$out"/project/imagesTr/tenth[._]* "$out"/project/imagesTr/twentieth[._]* "$out/more"
sed "s#input=[^ \"]*#input=$out/more#; s#output=[^ \"]*#output=$out/labels#" "$out/paint.ijm" > "$out/more.ijm"
if [ -n "${FIJI:-}" ]; then
	env -u DISPLAY "$FIJI" --headless -macro "$out/more.ijm"
else
	$java -Djava.awt.headless=true sc.fiji.nnunet.brush.PaintRobot "$out/more.ijm"
fi
$java -Djava.awt.headless=true sc.fiji.nnunet.brush.PaintRobot "$out/project" "$out/labels" tenth twentieth

convert "$out/accepted.png" -strip +dither -colors 128 "PNG8:$images/paint.png"
ls -l "$images/paint.png"
