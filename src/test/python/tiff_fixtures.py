#!/usr/bin/env python3
"""Writes src/test/resources/tiff: small TIFF and PNG files of many forms, and what is in them.

Needs numpy, tifffile, imagecodecs and Pillow. Each line of expected.txt is a name, then either "refused" or
width, height, channels, slices and the values as float32 in base64 (channel, slice, row, column). The values are those
that were written, read again by tifffile or Pillow; JPEG's are those that imagecodecs decodes.
"""
import base64, io, os, struct, sys
import numpy as np, tifffile
from PIL import Image

out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), '..', 'resources', 'tiff')
os.makedirs(out, exist_ok=True)
lines = []
W, H = 23, 19
rng = np.random.default_rng(13)


def expect(name, values):
    """values: channel, slice, row, column"""
    if values is None: lines.append(f'{name} refused')
    else:
        c, z, y, x = values.shape
        lines.append(f'{name} {x} {y} {c} {z} ' + base64.b64encode(values.astype('<f4').tobytes()).decode())


def grey(name, a, check=True, **options):
    a = np.asarray(a)
    tifffile.imwrite(os.path.join(out, name), a, metadata=None, **options)
    if check: assert np.array_equal(tifffile.imread(os.path.join(out, name)), a), name
    expect(name, a.reshape((1, -1) + a.shape[-2:]))


def colour(name, a, channels, **options):
    tifffile.imwrite(os.path.join(out, name), a, metadata=None, **options)
    back = tifffile.imread(os.path.join(out, name))
    assert np.array_equal(back, a), name
    planes = a if options.get('planarconfig') == 'separate' else np.moveaxis(a, -1, 0)
    expect(name, planes[:channels, None])


def ramp(dtype):
    low, high = (0, 2 ** 31) if dtype == 'u4' else (-2 ** 23, 2 ** 23) if dtype == 'i4' else \
        (np.iinfo(dtype).min, np.iinfo(dtype).max) if np.dtype(dtype).kind in 'iu' else (-1000, 1000)
    a = np.linspace(low, high, W * H).reshape(H, W)
    a += rng.integers(-3, 4, a.shape)
    return np.clip(a, low, high).astype(dtype)


for dtype in ('u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'f2', 'f4', 'f8'):
    for compression in (None, 'lzw', 'zlib', 'packbits'):
        if dtype in ('u4', 'i4', 'f8') and compression in ('packbits', 'lzw'): continue
        a = ramp(dtype)
        if dtype == 'f8': a = a.astype('f4').astype('f8')
        grey(f'{dtype}_{compression or "none"}.tif', a, compression=compression, rowsperstrip=5)
    if dtype != 'f2': grey(f'{dtype}_big_endian_tiles.tif', ramp(dtype) if dtype != 'f8' else ramp('f4').astype('f8'),
        byteorder='>', tile=(16, 16), compression='zlib')
for dtype in ('u1', 'u2', 'i2', 'u4', 'i4'):
    grey(f'{dtype}_predictor2.tif', ramp(dtype), compression='lzw', predictor=2)
    grey(f'{dtype}_predictor2_big_endian.tif', ramp(dtype), compression='zlib', predictor=2, byteorder='>')
for dtype in ('f2', 'f4', 'f8'):
    a = ramp('f4').astype(dtype)
    grey(f'{dtype}_predictor3.tif', a, compression='zlib', predictor=3)
    grey(f'{dtype}_predictor3_big_endian.tif', a, compression='zlib', predictor=3, byteorder='>')
a = rng.integers(0, 256, (H, W, 3), dtype='u1')
colour('rgb_predictor3.tif', a.astype('f4') / 7, 3, compression='zlib', predictor=3, photometric='rgb')
colour('rgb.tif', a, 3, photometric='rgb')
colour('rgb_predictor2.tif', a, 3, photometric='rgb', compression='lzw', predictor=2)
colour('rgb_tiles_planar.tif', np.moveaxis(a, -1, 0).copy(), 3, photometric='rgb', planarconfig='separate', tile=(16, 16),
    compression='zlib')
colour('rgb16.tif', a.astype('u2') * 250, 3, photometric='rgb')
rgba = np.concatenate([a, np.full((H, W, 1), 255, 'u1')], -1)
colour('rgba.tif', rgba, 3, photometric='rgb', extrasamples=['unassalpha'])
colour('rgba16.tif', rgba.astype('u2') * 255, 3, photometric='rgb', extrasamples=['assocalpha'])
colour('four_channels.tif', rgba, 4, photometric='minisblack', planarconfig='contig')
colour('four_planar.tif', np.moveaxis(rgba, -1, 0).copy(), 4, photometric='minisblack', planarconfig='separate')
tifffile.imwrite(f'{out}/cmyk.tif', rgba, photometric='separated', metadata=None)
expect('cmyk.tif', None)
stack = rng.integers(0, 256, (4, H, W), dtype='u1')
for name, options in (('stack.tif', {}), ('stack_lzw.tif', dict(compression='lzw')), ('stack_big.tif', dict(bigtiff=True)),
    ('stack_big_endian_big.tif', dict(bigtiff=True, byteorder='>', compression='zlib'))): grey(name, stack, photometric='minisblack', **options)
tifffile.imwrite(f'{out}/imagej_hyperstack.tif', rng.integers(0, 65535, (3, 2, H, W), dtype='u2'), imagej=True,
    resolution=(4, 2), metadata=dict(unit='micron', spacing=0.75, axes='ZCYX'))
expect('imagej_hyperstack.tif', np.moveaxis(tifffile.imread(f'{out}/imagej_hyperstack.tif'), 1, 0))

# one bit per pixel, and other numbers that do not fill bytes
y, x = np.mgrid[:H, :W]
disk = (x - 11) ** 2 + (y - 9) ** 2 < 40
for compression in ('raw', 'tiff_deflate', 'packbits', 'tiff_lzw'):
    Image.fromarray(disk).save(f'{out}/bits_{compression}.tif', compression=compression)
    assert np.array_equal(np.array(Image.open(f'{out}/bits_{compression}.tif')), disk)
    expect(f'bits_{compression}.tif', disk[None, None])
pages = [Image.fromarray((x - 11 - z) ** 2 + (y - 9) ** 2 < 40) for z in range(3)]
pages[0].save(f'{out}/bits_stack.tif', save_all=True, append_images=pages[1:], compression='packbits')
expect('bits_stack.tif', np.stack([np.array(p) for p in pages])[None])
for compression in ('group3', 'group4', 'tiff_ccitt'):
    Image.fromarray(disk).save(f'{out}/bits_{compression}.tif', compression=compression)
    expect(f'bits_{compression}.tif', None)
for bits in (2, 4, 10, 12, 14):
    a = (x * 7 + y * 31) % (1 << bits)
    a = a.astype('u1' if bits < 8 else 'u2')
    tifffile.imwrite(f'{out}/packed{bits}.tif', a, bitspersample=bits, metadata=None)
    expect(f'packed{bits}.tif', a[None, None])


def by_hand(name, photometric, bits, data, width, height, extra=()):
    """The smallest TIFF: one strip, no library in between."""
    fields = [(256, 4, width), (257, 4, height), (258, 3, bits), (259, 3, 1), (262, 3, photometric), (273, 4, 8), (277, 3, 1),
        (278, 4, height), (279, 4, len(data)), *extra]
    entries = b''.join(struct.pack('<HHII', tag, kind, 1, value) for tag, kind, value in sorted(fields))
    start = 8 + len(data) + len(data) % 2
    with open(f'{out}/{name}', 'wb') as f:
        f.write(struct.pack('<2sHI', b'II', 42, start) + data + b'\0' * (len(data) % 2) + struct.pack('<H', len(fields)) +
            entries + b'\0' * 4)


# white is zero: a mask of one bit shows its foreground white, so stored zeros are 1
by_hand('bits_white_is_zero.tif', 0, 1, np.packbits(~disk, axis=1).tobytes(), W, H)
assert np.array_equal(np.array(Image.open(f'{out}/bits_white_is_zero.tif')), disk)
expect('bits_white_is_zero.tif', disk[None, None])
by_hand('bits_lowest_first.tif', 1, 1, np.packbits(disk, axis=1, bitorder='little').tobytes(), W, H, [(266, 3, 2)])
expect('bits_lowest_first.tif', disk[None, None])
a = ramp('u1')
by_hand('white_is_zero.tif', 0, 8, a.tobytes(), W, H)
expect('white_is_zero.tif', a[None, None])
for name, field in (('lzma', (259, 3, 34925)), ('zstd', (259, 3, 50000)), ('old_jpeg', (259, 3, 6)), ('mask', (262, 3, 4)),
    ('lab', (262, 3, 8)), ('ycbcr', (262, 3, 6)), ('uint64', (258, 3, 64)), ('int24', (258, 3, 24)), ('predictor4', (317, 3, 4)),
    ('complex', (339, 3, 6))):
    by_hand(f'{name}.tif', 1, 8, a.tobytes() * 8, W, H)
    with open(f'{out}/{name}.tif', 'r+b') as f:  # the field replaces one, or the one of the rows, which has a default
        content = bytearray(f.read())
        tag = struct.pack('<H', field[0])
        for at in range(len(content) - 4 - 12 * 9, len(content) - 4, 12):
            if content[at:at + 2] == tag: break
        else: at = next(p for p in range(len(content) - 4 - 12 * 9, len(content) - 4, 12) if content[p:p + 2] == b'\x16\x01')
        content[at:at + 12] = struct.pack('<HHII', field[0], field[1], 1, field[2])
        f.seek(0)
        f.write(content)
    expect(f'{name}.tif', np.frombuffer(a.tobytes() * 8, '<u8').reshape(1, 1, H, W) if name == 'uint64' else None)
tifffile.imwrite(f'{out}/lerc.tif', a, compression='lerc', metadata=None)
expect('lerc.tif', None)

# palette: the numbers count
p = Image.fromarray((disk * 2).astype('u1'), 'P')
p.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0])
p.save(f'{out}/palette.tif')
expect('palette.tif', (disk * 2)[None, None])

# JPEG in TIFF: smooth grey and RGB, noise of which the stream is larger than the pixels
noise = rng.integers(0, 256, (64, 64), dtype='u1')
for name, a, options in (('jpeg_noise.tif', noise, dict(level=100)), ('jpeg_smooth.tif', np.kron(noise[:8, :8], np.ones((8, 8), 'u1')), {})):
    tifffile.imwrite(f'{out}/{name}', a, compression='jpeg', compressionargs=options, metadata=None)
    expect(name, tifffile.imread(f'{out}/{name}')[None, None])
soft = np.stack([np.add.outer(np.arange(64), np.arange(64)), np.add.outer(np.arange(64), np.zeros(64)), np.full((64, 64), 90)],
    -1).astype('u1')
tifffile.imwrite(f'{out}/jpeg_rgb.tif', soft, compression='jpeg', photometric='rgb', metadata=None)
expect('jpeg_rgb.tif', np.moveaxis(tifffile.imread(f'{out}/jpeg_rgb.tif'), -1, 0)[:, None])
tifffile.imwrite(f'{out}/jpeg_ycbcr_tiles.tif', soft, compression='jpeg', photometric='ycbcr', tile=(32, 32), metadata=None)
expect('jpeg_ycbcr_tiles.tif', np.moveaxis(tifffile.imread(f'{out}/jpeg_ycbcr_tiles.tif'), -1, 0)[:, None])

# PNG of three channels of 16 bits
import imagecodecs
a = (20000 + np.arange(H * W * 3).reshape(H, W, 3) % 250).astype('u2')
with open(f'{out}/rgb16.png', 'wb') as f: f.write(imagecodecs.png_encode(np.ascontiguousarray(a)))
expect('rgb16.png', np.moveaxis(a, -1, 0)[:, None])
with open(f'{out}/rgba16.png', 'wb') as f: f.write(imagecodecs.png_encode(np.ascontiguousarray(
    np.concatenate([a, np.full((H, W, 1), 40000, 'u2')], -1))))
expect('rgba16.png', np.moveaxis(a, -1, 0)[:, None])

# OME-TIFF, one file
ome = rng.integers(0, 4000, (2, 3, H, W), dtype='u2')
tifffile.imwrite(f'{out}/two_channels.ome.tif', ome, ome=True, photometric='minisblack', metadata=dict(axes='CZYX', PhysicalSizeX=0.25,
    PhysicalSizeXUnit='µm', PhysicalSizeY=250, PhysicalSizeYUnit='nm', PhysicalSizeZ=0.6, PhysicalSizeZUnit='µm'))
expect('two_channels.ome.tif', ome)
tifffile.imwrite(f'{out}/slices_first.ome.tif', np.moveaxis(ome, 0, 1).copy(), ome=True, photometric='minisblack', compression='zlib',
    metadata=dict(axes='ZCYX', PhysicalSizeX=1, PhysicalSizeY=1, PhysicalSizeZ=2))
expect('slices_first.ome.tif', ome)
tifffile.imwrite(f'{out}/time.ome.tif', ome, ome=True, photometric='minisblack', metadata=dict(axes='TZYX'))
expect('time.ome.tif', None)
# rows and columns in another order
a = ramp('u2')
for orientation, seen in ((2, a[:, ::-1]), (3, a[::-1, ::-1]), (4, a[::-1]), (6, None)):
    by_hand(f'orientation{orientation}.tif', 1, 16, a.tobytes(), W, H, [(274, 3, orientation)])
    if seen is not None: assert np.array_equal(np.array(Image.open(f'{out}/orientation{orientation}.tif')), seen)
    expect(f'orientation{orientation}.tif', None if seen is None else seen[None, None])

# units in ImageJ's description: expected are millimetres along x, y, z, or "refused"
os.makedirs(f'{out}/units', exist_ok=True)
small = np.arange(24, dtype='u1').reshape(2, 3, 4)
units = []
for unit, mm in (('micron', 1e-3), ('um', 1e-3), ('micrometer', 1e-3), ('micrometers', 1e-3), ('micrometres', 1e-3),
    ('Mikrometer', 1e-3), ('Micron', 1e-3), ('\\u00B5m', 1e-3), ('\\u03BCm', 1e-3), ('nanometers', 1e-6), ('nm', 1e-6), ('mm', 1), ('millimetres', 1),
    ('centimeters', 10), ('cm', 10), ('Angstrom', 1e-7), ('\\u00C5', 1e-7), ('m', 1e3), ('inch', 25.4), ('inches', 25.4),
    ('pixel', 1), ('furlong', None), ('microns per pixel', None), ('sec', None)):
    name = f'{len(units):02d}.tif'
    tifffile.imwrite(f'{out}/units/{name}', small, imagej=True, resolution=(4, 2), metadata=dict(unit=unit, spacing=0.6, axes='ZYX'))
    units.append(f'{name} ' + ('refused' if mm is None else f'{0.25 * mm} {0.5 * mm} {0.6 * mm}'))
tifffile.imwrite(f'{out}/units/z.tif', small, imagej=True, resolution=(1 / 250, 1 / 250),
    metadata=dict(unit='nm', zunit='micron', spacing=0.6, axes='ZYX'))
units.append('z.tif 2.5e-4 2.5e-4 6e-4')
tifffile.imwrite(f'{out}/units/z_wrong.tif', small, imagej=True, resolution=(1 / 250, 1 / 250),
    metadata=dict(unit='nm', zunit='slices', spacing=0.6, axes='ZYX'))
units.append('z_wrong.tif refused')
tifffile.imwrite(f'{out}/units/z_none.tif', small, imagej=True, resolution=(1 / 250, 1 / 250),
    metadata=dict(unit='nm', zunit='pixel', spacing=0.6, axes='ZYX'))
units.append('z_none.tif refused')
with open(f'{out}/units/expected.txt', 'w') as f: f.write('\n'.join(units) + '\n')
with open(f'{out}/expected.txt', 'w') as f: f.write('\n'.join(lines) + '\n')
print(len(lines), 'files')
