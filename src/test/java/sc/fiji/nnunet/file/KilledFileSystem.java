/*-
 * #%L
 * nnU-Net for Fiji: self-configuring segmentation networks, trained and applied in ImageJ.
 * %%
 * Copyright (C) 2026 Fiji developers.
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package sc.fiji.nnunet.file;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The default file system as seen by a process that is killed at a file event: from that event on, every change of a
 * file fails with an error and has no effect, so that not even a finally block can clean up. Events are: a file is
 * opened for writing, written to, renamed or removed, or a folder is created. Another program may also hold a file.
 */
public final class KilledFileSystem extends FileSystem {

	/** Thrown from the fatal event on. */
	public static final class Killed extends Error {

		private static final long serialVersionUID = 1L;
	}

	private final FileSystem real = java.nio.file.FileSystems.getDefault();
	private final Provider provider = new Provider();
	private final List<FileChannel> channels = Collections.synchronizedList(new ArrayList<>());
	private final int fatal;
	private final List<Path> replaced = Collections.synchronizedList(new ArrayList<>());
	private int events;
	private Path held;

	/** @param fatal the number of the event, counted from 1, at which the process is killed */
	public KilledFileSystem(final int fatal) {
		this.fatal = fatal;
	}

	/** A path of the real file system, as seen by the process. */
	public Path see(final Path path) {
		return new Seen(path);
	}

	/** Lets nobody replace or remove a file, as Windows does while another program has it open. */
	public synchronized void hold(final Path file) {
		held = real(file).toAbsolutePath();
	}

	private synchronized void requireFree(final Path path) throws AccessDeniedException {
		if (real(path).toAbsolutePath().equals(held)) throw new AccessDeniedException(path.toString());
	}

	/** How often another file was renamed to this one. */
	public int replacements(final Path file) {
		return Collections.frequency(replaced, real(file).toAbsolutePath());
	}

	/** Whether the fatal event was reached. */
	public boolean killed() {
		return events >= fatal;
	}

	/**
	 * Does what the system does when a process has ended: closes its files, which releases their locks, and frees its ID.
	 *
	 * @param folder a real folder in which the process's temporary files are
	 */
	public void bury(final Path folder) throws IOException {
		for (final FileChannel channel : List.copyOf(channels))
			channel.close();
		final List<Path> files;
		try (Stream<Path> all = Files.walk(folder)) {
			files = all.filter(file -> file.toString().endsWith(".tmp")).toList();
		}
		for (final Path file : files)
			Files.move(file, file.resolveSibling(file.getFileName().toString().replace("." + ProcessHandle.current().pid() +
				"-", ".999999999-")));
	}

	private synchronized void event() {
		if (++events >= fatal) throw new Killed();
	}

	private static Path real(final Path path) {
		return path instanceof Seen seen ? seen.path : path;
	}

	private Path seen(final Path path) {
		return path == null ? null : new Seen(path);
	}

	private final class Seen implements Path {

		private final Path path;

		Seen(final Path path) {
			this.path = real(path);
		}

		@Override
		public FileSystem getFileSystem() {
			return KilledFileSystem.this;
		}

		@Override
		public boolean isAbsolute() {
			return path.isAbsolute();
		}

		@Override
		public Path getRoot() {
			return seen(path.getRoot());
		}

		@Override
		public Path getFileName() {
			return seen(path.getFileName());
		}

		@Override
		public Path getParent() {
			return seen(path.getParent());
		}

		@Override
		public int getNameCount() {
			return path.getNameCount();
		}

		@Override
		public Path getName(final int index) {
			return seen(path.getName(index));
		}

		@Override
		public Path subpath(final int from, final int to) {
			return seen(path.subpath(from, to));
		}

		@Override
		public boolean startsWith(final Path other) {
			return path.startsWith(real(other));
		}

		@Override
		public boolean endsWith(final Path other) {
			return path.endsWith(real(other));
		}

		@Override
		public Path normalize() {
			return seen(path.normalize());
		}

		@Override
		public Path resolve(final Path other) {
			return seen(path.resolve(real(other)));
		}

		@Override
		public Path relativize(final Path other) {
			return seen(path.relativize(real(other)));
		}

		@Override
		public URI toUri() {
			return path.toUri();
		}

		@Override
		public Path toAbsolutePath() {
			return seen(path.toAbsolutePath());
		}

		@Override
		public Path toRealPath(final LinkOption... options) throws IOException {
			return seen(path.toRealPath(options));
		}

		@Override
		public java.io.File toFile() {
			return path.toFile();
		}

		@Override
		public WatchKey register(final WatchService watcher, final WatchEvent.Kind<?>[] kinds,
			final WatchEvent.Modifier... modifiers) throws IOException
		{
			return path.register(watcher, kinds, modifiers);
		}

		@Override
		public Iterator<Path> iterator() {
			final List<Path> parts = new ArrayList<>();
			path.forEach(part -> parts.add(seen(part)));
			return parts.iterator();
		}

		@Override
		public int compareTo(final Path other) {
			return path.compareTo(real(other));
		}

		@Override
		public boolean equals(final Object other) {
			return other instanceof Path one && path.equals(real(one));
		}

		@Override
		public int hashCode() {
			return path.hashCode();
		}

		@Override
		public String toString() {
			return path.toString();
		}
	}

	private final class Provider extends FileSystemProvider {

		@Override
		public String getScheme() {
			return "killed";
		}

		@Override
		public FileSystem newFileSystem(final URI uri, final Map<String, ?> env) {
			throw new FileSystemAlreadyExistsException("a process has one file system");
		}

		@Override
		public FileSystem getFileSystem(final URI uri) {
			return KilledFileSystem.this;
		}

		@Override
		public Path getPath(final URI uri) {
			return seen(Path.of(uri));
		}

		@Override
		public FileChannel newFileChannel(final Path path, final Set<? extends OpenOption> options,
			final FileAttribute<?>... attributes) throws IOException
		{
			final boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
			if (writes) event();
			final FileChannel channel = FileChannel.open(real(path), options, attributes);
			channels.add(channel);
			return writes ? new Channel(channel) : channel;
		}

		@Override
		public SeekableByteChannel newByteChannel(final Path path, final Set<? extends OpenOption> options,
			final FileAttribute<?>... attributes) throws IOException
		{
			return newFileChannel(path, options, attributes);
		}

		@Override
		public DirectoryStream<Path> newDirectoryStream(final Path folder,
			final DirectoryStream.Filter<? super Path> filter) throws IOException
		{
			final List<Path> paths = new ArrayList<>();
			try (DirectoryStream<Path> all = Files.newDirectoryStream(real(folder))) {
				for (final Path path : all)
					if (filter.accept(seen(path))) paths.add(seen(path));
			}
			return new DirectoryStream<>() {

				@Override
				public Iterator<Path> iterator() {
					return paths.iterator();
				}

				@Override
				public void close() {
					// nothing is open
				}
			};
		}

		@Override
		public void createDirectory(final Path folder, final FileAttribute<?>... attributes) throws IOException {
			if (!Files.exists(real(folder))) event();
			Files.createDirectory(real(folder), attributes);
		}

		@Override
		public void delete(final Path path) throws IOException {
			requireFree(path);
			if (Files.exists(real(path), LinkOption.NOFOLLOW_LINKS)) event();
			Files.delete(real(path));
		}

		@Override
		public void copy(final Path source, final Path target, final CopyOption... options) throws IOException {
			event();
			Files.copy(real(source), real(target), options);
		}

		@Override
		public void move(final Path source, final Path target, final CopyOption... options) throws IOException {
			requireFree(source);
			requireFree(target);
			event();
			Files.move(real(source), real(target), options);
			replaced.add(real(target).toAbsolutePath());
		}

		@Override
		public boolean isSameFile(final Path one, final Path other) throws IOException {
			return Files.isSameFile(real(one), real(other));
		}

		@Override
		public boolean isHidden(final Path path) throws IOException {
			return Files.isHidden(real(path));
		}

		@Override
		public FileStore getFileStore(final Path path) throws IOException {
			return Files.getFileStore(real(path));
		}

		@Override
		public void checkAccess(final Path path, final AccessMode... modes) throws IOException {
			real(path).getFileSystem().provider().checkAccess(real(path), modes);
		}

		@Override
		public <V extends FileAttributeView> V getFileAttributeView(final Path path, final Class<V> type,
			final LinkOption... options)
		{
			return Files.getFileAttributeView(real(path), type, options);
		}

		@Override
		public <A extends BasicFileAttributes> A readAttributes(final Path path, final Class<A> type,
			final LinkOption... options) throws IOException
		{
			return Files.readAttributes(real(path), type, options);
		}

		@Override
		public Map<String, Object> readAttributes(final Path path, final String names, final LinkOption... options)
			throws IOException
		{
			return Files.readAttributes(real(path), names, options);
		}

		@Override
		public void setAttribute(final Path path, final String name, final Object value, final LinkOption... options)
			throws IOException
		{
			event();
			Files.setAttribute(real(path), name, value, options);
		}
	}

	/** A file that is written to. */
	private final class Channel extends FileChannel {

		private final FileChannel channel;

		Channel(final FileChannel channel) {
			this.channel = channel;
		}

		@Override
		public int read(final ByteBuffer buffer) throws IOException {
			return channel.read(buffer);
		}

		@Override
		public long read(final ByteBuffer[] buffers, final int offset, final int length) throws IOException {
			return channel.read(buffers, offset, length);
		}

		@Override
		public int write(final ByteBuffer buffer) throws IOException {
			event();
			return channel.write(buffer);
		}

		@Override
		public long write(final ByteBuffer[] buffers, final int offset, final int length) throws IOException {
			event();
			return channel.write(buffers, offset, length);
		}

		@Override
		public long position() throws IOException {
			return channel.position();
		}

		@Override
		public FileChannel position(final long position) throws IOException {
			channel.position(position);
			return this;
		}

		@Override
		public long size() throws IOException {
			return channel.size();
		}

		@Override
		public FileChannel truncate(final long size) throws IOException {
			event();
			channel.truncate(size);
			return this;
		}

		@Override
		public void force(final boolean data) {
			// NB: this only matters if the computer crashes, and it is slow
		}

		@Override
		public long transferTo(final long position, final long count, final WritableByteChannel target)
			throws IOException
		{
			return channel.transferTo(position, count, target);
		}

		@Override
		public long transferFrom(final ReadableByteChannel source, final long position, final long count)
			throws IOException
		{
			event();
			return channel.transferFrom(source, position, count);
		}

		@Override
		public int read(final ByteBuffer buffer, final long position) throws IOException {
			return channel.read(buffer, position);
		}

		@Override
		public int write(final ByteBuffer buffer, final long position) throws IOException {
			event();
			return channel.write(buffer, position);
		}

		@Override
		public MappedByteBuffer map(final MapMode mode, final long position, final long size) throws IOException {
			return channel.map(mode, position, size);
		}

		@Override
		public FileLock lock(final long position, final long size, final boolean shared) throws IOException {
			return channel.lock(position, size, shared);
		}

		@Override
		public FileLock tryLock(final long position, final long size, final boolean shared) throws IOException {
			return channel.tryLock(position, size, shared);
		}

		@Override
		protected void implCloseChannel() throws IOException {
			channel.close();
		}
	}

	@Override
	public FileSystemProvider provider() {
		return provider;
	}

	@Override
	public void close() {
		// nothing to close: bury closes the files
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public String getSeparator() {
		return real.getSeparator();
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		return real.getRootDirectories();
	}

	@Override
	public Iterable<FileStore> getFileStores() {
		return real.getFileStores();
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return real.supportedFileAttributeViews();
	}

	@Override
	public Path getPath(final String first, final String... more) {
		return seen(real.getPath(first, more));
	}

	@Override
	public PathMatcher getPathMatcher(final String pattern) {
		return real.getPathMatcher(pattern);
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		return real.getUserPrincipalLookupService();
	}

	@Override
	public WatchService newWatchService() throws IOException {
		return real.newWatchService();
	}
}
