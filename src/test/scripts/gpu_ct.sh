#!/bin/bash
# A CT of 600 x 512 x 512 voxels with 14 classes, windows of 128, overlap 0.5: how busy is the GPU from the first to the last window?
# gpu_ct.sh OUT make       phantom and model, a few seconds; may run beside other work on the processor
# gpu_ct.sh OUT [NAME [options of predict]]    one run; data, labels and logs (NAME.log, NAME.smi) are in OUT
# DEVICE=gpu|cpu, SMALL=1 for a rehearsal, LIMIT seconds (60), CASES=4: the same CT so often, SAMPLE=0.1: thread dumps every 0.1 s say what the main thread does meanwhile
[ $# -ge 1 ] || { sed -n '2,5s/^# \?//p' "$0"; exit 2; }
HERE=$(cd "$(dirname "$0")" && pwd) NNUNET=${NNUNET:-$(cd "$(dirname "$0")/../../.." && pwd)/nnunet} DEVICE=${DEVICE:-gpu} PY=${PY:-python3}
mkdir -p "$1" && CT=$(cd "$1" && pwd) && LOGS=$CT || exit 1
shift
export DEVICE LOGS
if [ ! -f $CT/made ]; then $PY $HERE/make_ct.py $CT && touch $CT/made || exit 1; fi
[ "${1:-}" = make ] && exit 0
NAME=${1:-ct}; shift || true
INPUT=$CT/ct.nii
if [ "${CASES:-1}" -gt 1 ]; then
	INPUT=$CT/cases_$CASES; mkdir -p $INPUT
	for i in $(seq $CASES); do ln -sf $CT/ct.nii $INPUT/ct_$i.nii; done
fi
SMI=
if [ "$DEVICE" != cpu ]; then
	nvidia-smi --query-gpu=timestamp,utilization.gpu,memory.used,power.draw --format=csv,noheader,nounits -lms 100 >$LOGS/$NAME.smi 2>/dev/null & SMI=$!
fi
LIMIT=${LIMIT:-60} SAMPLE=${SAMPLE:-} NAME=$NAME $PY - "$NNUNET" predict --model $CT/model/Dataset900_CT/nnUNetTrainer__nnUNetPlans__3d_fullres \
	--input $INPUT --output $CT/out-$NAME --overlap ${OVERLAP:-0.5} --tta false --device $DEVICE --overwrite --progress json "$@" <<'END'
import datetime, json, os, re, signal, subprocess, sys, threading, time
from collections import Counter
name, logs, limit = os.environ["NAME"], os.environ["LOGS"], float(os.environ["LIMIT"])
start = time.time()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
timer = threading.Timer(limit, process.kill); timer.start()
first = last = ended = None; total = 0; dumps = []; phase = "before the first window"; speaks = threading.Event()
def sample():
    # NB: a process that is not yet Java is ended by the signal
    speaks.wait()
    while process.poll() is None:
        process.send_signal(signal.SIGQUIT); time.sleep(float(os.environ["SAMPLE"]))
if os.environ["SAMPLE"]: threading.Thread(target=sample, daemon=True).start()
with open(f"{logs}/{name}.log", "w") as log:
    for line in process.stdout:
        now = time.time(); log.write(f"{now - start:8.3f} {line}")
        if not line.startswith('{"event"'):
            dumps.append((phase, line))
            continue
        event = json.loads(line); speaks.set()
        if event["event"] != "progress": print(f"{now - start:7.2f} s {event.get('line') or event}", flush=True)
        found = re.search(r"window (\d+) of (\d+)", event.get("status", ""))
        if found:
            first = first or now; last = now; total = int(found[2]); phase = "windows"
        elif first and not ended: ended = now; phase = "after the last plane"
process.wait(); timer.cancel()
whole = time.time() - start
print(f"{name}: rc {process.returncode}, whole command {whole:.2f} s")
if not first: print("".join(line for _, line in dumps)[-600:]); sys.exit("no window was run; see " + f"{logs}/{name}.log")
span = last - first
print(f"first window at {first - start:.2f} s, last at {last - start:.2f} s, labels complete by {(ended or last) - start:.2f} s")
print(f"{total} windows in {span:.2f} s: {total / max(span, 1e-3):.1f} windows/s (progress comes every 0.2 s)")
rows = []
try:
    for row in open(f"{logs}/{name}.smi"):
        part = [p.strip() for p in row.split(",")]
        try: rows.append((datetime.datetime.strptime(part[0], "%Y/%m/%d %H:%M:%S.%f").timestamp(), float(part[1]), float(part[2]), float(part[3])))
        except (ValueError, IndexError): pass
except OSError: pass
if rows:
    # NB: nvidia-smi writes local time; the driver's figure is over a time before it of up to a second
    busy = [r for r in rows if r[1] > 0 and start <= r[0] <= start + whole]
    inside = [r for r in rows if first <= r[0] <= last]
    mean = lambda values: sum(values) / max(1, len(values))
    print(f"GPU: {len(rows)} samples; busy {mean([r[1] for r in inside]):.1f} % between first and last window, "
          f"{mean([r[3] for r in inside]):.0f} W; peak {max(r[2] for r in rows):.0f} MiB")
    if busy:
        a, b = busy[0][0], busy[-1][0]
        print(f"GPU: first sample that is busy at {a - start:.2f} s, last at {b - start:.2f} s; busy {mean([r[1] for r in rows if a <= r[0] <= b]):.1f} % between them")
if dumps:
    # what our threads do that do something, by phase: the innermost frames of ours
    for part in dict.fromkeys(at for at, _ in dumps):
        count = Counter(); n = 0
        for dump in "".join(line for at, line in dumps if at == part).split("Full thread dump")[1:]:
            n += 1
            for thread in dump.split("\n\n"):
                frames = re.findall(r"at ((?:[\w.$/@]+))\(", thread)
                ours = [f for f in frames if f.startswith("sc.fiji.nnunet")]
                if not ours or "State: WAITING" in thread or "State: TIMED_WAITING" in thread: continue
                title = "main" if thread.lstrip().startswith('"main"') else "helper"
                count[title + ": " + " < ".join(".".join(f.split(".")[-2:]) for f in (frames[:1] if frames[0] != ours[0] else []) + ours[:3])] += 1
        print(f"{n} thread dumps {part}:")
        for frames, times in count.most_common(10): print(f"  {100 * times / max(1, n):5.1f} %  {frames}")
sys.exit(process.returncode)
END
RC=$?
[ -n "$SMI" ] && kill $SMI 2>/dev/null
ls -l $CT/out-$NAME | tail -3
exit $RC
