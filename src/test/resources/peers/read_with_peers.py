"""Reads the files that PeerReadTest writes with nibabel and SimpleITK, and notes what they give.

    java -cp <test class path> sc.fiji.nnunet.nifti.PeerReadTest FOLDER
    python read_with_peers.py FOLDER > read.json
"""
import gzip, hashlib, json, pathlib, sys

import nibabel as nib
import numpy as np
import SimpleITK as sitk


def content(path):
	data = path.read_bytes()
	return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def flat(a):
	"""Values in file order: x fastest; the samples of a colour last in nibabel's and ITK's arrays, first in the file."""
	return [float(v) for v in np.asarray(a, dtype=np.float64).ravel()]


folder, out = pathlib.Path(sys.argv[1]), {}
for path in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime_ns):
	if path.suffix == ".img":
		continue
	entry = {"sha256": hashlib.sha256(content(path)).hexdigest()}
	if path.suffix == ".hdr":
		entry["sha256"] += hashlib.sha256(content(path.with_suffix(".img"))).hexdigest()
	img = nib.load(path)
	data = np.asarray(img.dataobj)
	if data.dtype.fields:  # RGB
		data = np.stack([data[c] for c in "RGB"])
	entry["nibabel"] = {"values": flat(data.T if not img.get_data_dtype().fields else np.moveaxis(data, 0, -1).transpose(2, 1, 0, 3)),
		"affine": np.asarray(img.affine)[:3].ravel().tolist()}
	if img.get_qform(coded=True)[1]:
		entry["nibabel"]["qform"] = img.get_qform()[:3].ravel().tolist()
	try:
		s = sitk.ReadImage(str(path))
		direction = np.array(s.GetDirection())
		if s.GetDimension() == 4:
			direction = direction.reshape(4, 4)[:3, :3].ravel()
		entry["simpleitk"] = {"values": flat(sitk.GetArrayFromImage(s)), "spacing": s.GetSpacing()[:3], "origin": s.GetOrigin()[:3], "direction": direction.tolist()}
	except RuntimeError as e:
		print(path.name, "is refused by SimpleITK:", str(e).splitlines()[-1], file=sys.stderr)
	out[path.name] = entry
print(json.dumps(out))
