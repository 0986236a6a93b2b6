// Segments a part of an ImgLib2 image and returns the labels as an ImgLib2 image, without files; for Fiji's script editor.
// In Fiji, write "#@ Dataset image" instead of the second parameter, and remove the line that reads the file.
#@ File (style = "directory", label = "Folder of the trained fold") model
#@ File file
#@ NnUNetService nnunet

import net.imglib2.util.Intervals
import sc.fiji.nnunet.imagefile.ImageFile
import sc.fiji.nnunet.volume.OpenImage

def volume = ImageFile.read(file.toPath())
def image = volume.img()

// any view works: here the image without its outermost voxels
def inner = image.view().interval(Intervals.expand(image, -1))
def labels = nnunet.predict(model, OpenImage.of(inner).axes("XYZ").spacing(volume.geometry().spacing()), "preset", "fast")

def counts = [:].withDefault { 0L }
labels.forEach { voxel -> counts[voxel.getInteger()]++ }
println "${labels.dimensionsAsLongArray().join(' x ')}, voxels per label: ${counts}"
