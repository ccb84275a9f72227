// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.reply;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wattmill.gateway.wire.Slice;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/** The end of an answer, which waits for whoever listens to it. Without one nothing waits. */
final class Ending {

    private @Nullable Tap tap;
    private boolean failed;
    private boolean waiting;

    /** Somebody listens from now on. */
    void tap(Tap listener) {
        tap = listener;
    }

    /** A part goes out. */
    void part(List<Slice> pieces) {
        Tap listener = tap;
        if (listener != null) {
            listener.part(pieces);
        }
    }

    /** What comes now is an error. */
    void fail() {
        failed = true;
    }

    /** Hands {@code last} to {@code finish}, now or when the listener has heard it. */
    void end(@Nullable String contentType, Buffer last, Consumer<Buffer> finish) {
        Tap listener = tap;
        if (listener == null) {
            finish.accept(last);
            return;
        }
        waiting = true;
        Future<?> heard =
                failed || contentType == null
                        ? listener.failed()
                        : listener.complete(contentType, last);
        heard.onComplete(
                _ -> {
                    if (waiting) {
                        waiting = false;
                        finish.accept(last);
                    }
                });
    }

    /** The caller left before the end was known. */
    void brokenOff() {
        Tap listener = tap;
        if (listener != null) {
            listener.failed();
        }
    }

    /** The caller left; true when the end waited, and now never comes. */
    boolean giveUp() {
        boolean waited = waiting;
        waiting = false;
        return waited;
    }
}
