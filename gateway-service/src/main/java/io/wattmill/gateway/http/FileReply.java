// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.wattmill.gateway.recorder.RecordedDay.RecordedFile;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.watch.Watched;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Sends files one after the other, no faster than the caller reads, and cuts a caller that does not
 * read. Its headers must have been set. One event loop.
 */
final class FileReply implements Watched {

    private static final Logger LOG = LoggerFactory.getLogger(FileReply.class);

    private final Vertx vertx;
    private final Reply reply;
    private final Watchdog watchdog;
    private final long stallNanos;
    private final Deque<RecordedFile> left = new ArrayDeque<>();
    private Runnable whenOver = () -> {};
    private Optional<AsyncFile> open = Optional.empty();
    private long blockedNanos;

    FileReply(Vertx vertx, Reply reply, Watchdog watchdog, Duration stallTimeout) {
        this.vertx = vertx;
        this.reply = reply;
        this.watchdog = watchdog;
        this.stallNanos = stallTimeout.toNanos();
    }

    /** Sends {@code files}; {@code handler} is called once, when nothing more will be read. */
    void send(List<RecordedFile> files, Runnable handler) {
        left.addAll(files);
        whenOver = handler;
        watchdog.add(this);
        reply.onGone(this::over);
        reply.onDrain(this::resume);
        next();
    }

    private void next() {
        RecordedFile file = left.poll();
        if (reply.isOver()) {
            return;
        }
        if (file == null) {
            over();
            reply.end(Buffer.buffer());
            return;
        }
        vertx.fileSystem()
                .open(file.path().toString(), new OpenOptions().setWrite(false).setCreate(false))
                .onSuccess(opened -> pass(opened, file.bytes()))
                .onFailure(this::failed);
    }

    private void pass(AsyncFile file, long bytes) {
        if (reply.isOver()) {
            close(file);
            return;
        }
        open = Optional.of(file);
        file.setReadLength(bytes);
        file.exceptionHandler(this::failed);
        file.endHandler(_ -> ended(file));
        file.handler(part -> write(file, part));
    }

    private void write(AsyncFile file, Buffer part) {
        reply.write(part);
        if (reply.isFull() && blockedNanos == 0) {
            blockedNanos = watchdog.nanos();
            file.pause();
        }
    }

    private void resume() {
        if (blockedNanos != 0) {
            blockedNanos = 0;
            open.ifPresent(AsyncFile::resume);
        }
    }

    private void ended(AsyncFile file) {
        open = Optional.empty();
        close(file);
        next();
    }

    /** What was promised cannot be sent: the caller must see that it is not whole. */
    private void failed(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("request_id", reply.requestId())
                .setCause(cause)
                .log("a recording cannot be read");
        reply.cut();
    }

    private void over() {
        watchdog.remove(this);
        left.clear();
        open.ifPresent(FileReply::close);
        open = Optional.empty();
        Runnable once = whenOver;
        whenOver = () -> {};
        once.run();
    }

    private static void close(AsyncFile file) {
        file.close().onFailure(e -> LOG.atDebug().setCause(e).log("a file did not close"));
    }

    @Override
    public void check(long nowNanos) {
        if (blockedNanos != 0 && nowNanos - blockedNanos > stallNanos) {
            reply.cut();
        }
    }
}
