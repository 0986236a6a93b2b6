// Segments every image of a folder with a trained network and prints the volumes; for Fiji's script editor.
#@ File (style = "directory", label = "Folder of the trained fold") model
#@ File (style = "directory", label = "Folder of the images") input
#@ File (style = "directory", label = "Folder for the labels") output
#@ CommandService commands

import sc.fiji.nnunet.command.Predict
import sc.fiji.nnunet.imagefile.ImageFile

commands.run(Predict.class, true, "model", model, "input", input, "output", output, "preset", "fast").get()

output.listFiles().findAll { ImageFile.isImage(it.toPath()) }.sort().each { file ->
	def labels = ImageFile.readLabels(file.toPath())
	def voxel = labels.geometry().spacing().inject(1.0d) { product, length -> product * length }
	def counts = [:].withDefault { 0L }
	for (z in 0..<labels.size()[0])
		for (label in labels.plane(z))
			if (label > 0) counts[label as int]++
	println "${file.name}: " + counts.collect { label, count -> "label ${label}: ${count * voxel} mm3" }.join(", ")
}
return
