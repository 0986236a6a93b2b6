#!/bin/bash
# Makes the pictures of README.md and docs/ on a virtual display, in a plain ImageJ with the packaged zip: the start window, the
# training dialog, an image that a trained network segments, and the known networks; and a demo's learning curve and
# overlay. The start window is worked with: its first stage is run from the keyboard, and the script fails if
# that leaves no report, or if a window does not come.
#
#   ./nnunet demo --output DEMO && mvn -B -DskipTests -Pzip package && src/test/scripts/screenshots.sh DEMO TARGET [MODEL IMAGE]
#
# DEMO: the output folder of a finished demo; TARGET: the build's folder, target. MODEL, IMAGE: a trained fold and an
# image for the pictures of a segmentation and of the known networks; without them those of the demo are taken. Those in
# docs/images are of a fold of the decathlon's task 04 after five minutes (.ci/run), and of its case hippocampus_041.
# Needs Xvfb, xdotool and ImageMagick (Debian: xvfb xdotool imagemagick) and a Java 17.
set -euo pipefail

[ $# -ge 1 ] || { sed -n '2,13s/^# \?//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
demo=$1
target=${2:-$here/../../../target}
images=$here/../../../docs/images
for program in Xvfb xdotool import convert unzip java; do
	command -v "$program" > /dev/null || { echo "$program is missing: apt-get install xvfb xdotool imagemagick"; exit 1; }
done
curves=$demo/Task00_Phantom/results_3d/fold_0/curves.png
overlay=$(ls "$demo"/predictions/*.png | head -n 1)
[ -f "$curves" ] || { echo "$curves is missing: run the demo first"; exit 1; }
package=$(ls "$target"/nnUNet_Fiji-*-imagej.zip 2> /dev/null | tail -n 1)
[ -n "$package" ] && [ -d "$target/runtime" ] || { echo "$target holds no package: run mvn -DskipTests -Pzip package"; exit 1; }

work=$(mktemp -d)
stop() {
	[ -z "${imagej:-}" ] || kill "$imagej" 2> /dev/null || true
	[ -z "${display:-}" ] || kill "$display" 2> /dev/null || true
	rm -rf "$work"
}
trap stop EXIT

# A plain ImageJ with the zip for it unpacked over it.
unzip -q "$package" -d "$work"
cp "$target"/runtime/ij-*.jar "$work/ij.jar"

exec 3> "$work/display"
# NB: a small laptop's screen, on which every window has to fit
Xvfb -displayfd 3 -screen 0 1366x768x24 2> /dev/null &
display=$!
while [ ! -s "$work/display" ]; do sleep 0.2; done
export DISPLAY=:$(cat "$work/display")

# Opens ImageJ with a macro and waits for the window of that name: open_window MACRO NAME; its id is in $window.
open_window() {
	java -Duser.home="$work" -Djava.util.prefs.userRoot="$work" -Dplugins.dir="$work" -cp "$work/ij.jar" ij.ImageJ \
		-eval "$1" > "$work/log" 2>&1 &
	imagej=$!
	window=
	for i in $(seq 480); do
		window=$(xdotool search --onlyvisible --name "$2" 2> /dev/null | head -n 1) && [ -n "$window" ] && break
		sleep 0.5
	done
	[ -n "$window" ] || { echo "the window $2 did not open:"; cat "$work/log"; exit 1; }
	sleep 3
	eval "$(xdotool getwindowgeometry --shell "$window")"
	[ $((X + WIDTH)) -le 1366 ] && [ $((Y + HEIGHT)) -le 768 ] || { echo "the window $2 does not fit on 1366 x 768"; exit 1; }
}

close_imagej() {
	kill "$imagej"
	wait "$imagej" 2> /dev/null || true
	imagej=
}

demo=$(cd "$demo" && pwd)
report=$demo/Task00_Phantom/check.json
rm -f "$report"
open_window "run('nnU-Net Import NIfTI', 'input=[$demo/raw/Task00_Phantom/imagesTs/$(ls "$demo/raw/Task00_Phantom/imagesTs" | head -n 1)]');
	run('nnU-Net...', 'dataset=[$demo/raw/Task00_Phantom] output=[$demo]');" '^nnU-Net$'
# NB: without a window manager only a click gives a window the keyboard
xdotool mousemove --window "$window" 100 $((HEIGHT - 60)) click 1
sleep 1
xdotool key alt+l
for i in $(seq 120); do [ -s "$report" ] && break; sleep 0.5; done
[ -s "$report" ] || { echo "the first stage of the start window left no $report:"; cat "$work/log"; exit 1; }
sleep 3
# NB: ImageJ's log has come in front of it
xdotool search --onlyvisible --name '^Log$' windowmove 1300 700 || true
xdotool windowraise "$window"
sleep 1
import -window "$window" "$work/start.png"
close_imagej

open_window 'run("nnU-Net Train");' '^nnU-Net Train'

mkdir -p "$images"
import -window "$window" "$work/dialog.png"
close_imagej

# A macro segments an image that is open: objects over it, in the ROI Manager and in a table.
model=${3:-$demo/Task00_Phantom/results_3d/fold_0}
input=${4:-$demo/raw/Task00_Phantom/imagesTs/$(ls "$demo/raw/Task00_Phantom/imagesTs" | head -n 1)}
name=$(basename "$input" .nii.gz)
open_window "run('Appearance...', 'interpolate menu=0 gui=1 16-bit=Automatic');
	run('nnU-Net Import NIfTI', 'input=[$input]');
	id = getImageID(); setSlice(nSlices / 2 + 1); run('Set... ', 'zoom=900'); setLocation(20, 140);
	run('nnU-Net Predict Image', 'model=[$model] overlay=true rois=true table=true minimumsize=30');
	most = 0; slice = 1;
	for (n = 1; n <= nSlices; n++) {
		setSlice(n); getHistogram(values, counts, 256);
		if (minOf(counts[1], counts[2]) > most) { most = minOf(counts[1], counts[2]); slice = n; }
	}
	setSlice(slice); selectImage(id); setSlice(slice);
	selectWindow('Log'); run('Close');" '^Labels of .*900'
# NB: side by side, for a window that lies under another one cannot be photographed
window() { xdotool search --onlyvisible --name "$1" | head -n 1; }
sleep 3
xdotool windowmove "$(window "^$name.*900")" 10 130
xdotool windowmove "$(window '^Labels of .*900')" 450 130
xdotool windowsize "$(window '^ROI Manager')" 330 480
xdotool windowmove "$(window '^ROI Manager')" 880 130
xdotool windowsize "$(window '^Results$')" 900 105
xdotool windowmove "$(window '^Results$')" 10 655
sleep 3
import -window "$(window "^$name.*900")" "$work/image.png"
import -window "$(window '^Labels of .*900')" "$work/labels.png"
import -window "$(window '^ROI Manager')" "$work/rois.png"
import -window "$(window '^Results$')" "$work/table.png"
close_imagej

# The known networks: the demo's and the other one, which is chosen.
open_window "run('nnU-Net Models', 'folder=[$demo]'); run('nnU-Net Open Model', 'model=[$model]');" '^nnU-Net Models$'
xdotool search --onlyvisible --name '^Log$' windowmove 1300 700 || true
xdotool windowraise "$window"
sleep 3
import -window "$window" "$work/models.png"
close_imagej

convert \( "$work/image.png" "$work/labels.png" "$work/rois.png" -bordercolor white -border 4 -background white -gravity north \
	+append \) \( "$work/table.png" -bordercolor white -border 4 \) -background white -append -strip +dither -colors 256 \
	"PNG8:$images/prediction.png"
convert "$work/models.png" -strip +dither -colors 256 "PNG8:$images/models.png"
convert "$work/dialog.png" -strip +dither -colors 64 "PNG8:$images/train_dialog.png"
convert "$work/start.png" -strip +dither -colors 64 "PNG8:$images/start_window.png"
convert "$curves" -strip +dither -colors 128 "PNG8:$images/learning_curve.png"
convert "$overlay" -resize '1000x1000>' -strip +dither -colors 128 "PNG8:$images/overlay.png"
ls -l "$images"
