# Segments an ImgLib2 image and returns the labels as an ImgLib2 image, without files; for Fiji's script editor.
# In Fiji, write "#@ Dataset image" instead of the second parameter, remove the line that reads the file, and give
# the axes of the image: "".join(image.axis(d).type().getLabel()[0] for d in range(image.numDimensions()))
#@ File (style = "directory", label = "Folder of the trained fold") model
#@ File file
#@ NnUNetService nnunet
#@output String counts

from sc.fiji.nnunet.imagefile import ImageFile
from sc.fiji.nnunet.volume import OpenImage

volume = ImageFile.read(file.toPath())
image, spacing = volume.img(), volume.geometry().spacing()

labels = nnunet.predict(model, OpenImage.of(image).axes("XYZ").spacing(*spacing).unit("mm"), "preset", "fast")

found = {}
for voxel in labels:
    found[voxel.getInteger()] = found.get(voxel.getInteger(), 0) + 1
counts = "%s, voxels per label: %s" % (" x ".join(str(n) for n in labels.dimensionsAsLongArray()), found)
print(counts)
