// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * The ids of requests whose answer is whole, one per line, appended. Each line is handed to the
 * operating system by itself, by a worker thread and in order: it survives {@code kill -9} of this
 * process, not a power cut. Used on one event loop, whose blocking calls Vert.x runs one after the
 * other.
 */
public final class AckLog {

    private final Vertx vertx;
    private final Optional<FileChannel> file;

    private AckLog(Vertx vertx, Optional<FileChannel> file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Opens the file, made when absent; without one, ids are dropped. */
    public static Future<AckLog> open(Vertx vertx, Optional<Path> path) {
        return vertx.executeBlocking(() -> new AckLog(vertx, open(path)))
                .map(Objects::requireNonNull);
    }

    private static Optional<FileChannel> open(Optional<Path> path) throws IOException {
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        FileChannel.open(
                                path.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Appends an id; the future ends when the operating system has it. */
    Future<Void> append(String requestId) {
        return file.isEmpty()
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> write(file.get(), requestId)).mapEmpty();
    }

    private static int write(FileChannel file, String requestId) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((requestId + "\n").getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            file.write(line);
        }
        return line.limit();
    }

    /** Whether ids are kept. */
    boolean isKept() {
        return file.isPresent();
    }

    /** Ends after the ids that wait. */
    public Future<Void> close() {
        return vertx.executeBlocking(this::closeFile).mapEmpty();
    }

    private boolean closeFile() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
        return isKept();
    }
}
