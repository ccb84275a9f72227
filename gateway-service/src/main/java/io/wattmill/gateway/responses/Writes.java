// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Responses being written, bounded over all event loops in number and in bytes. */
final class Writes {

    private static final long POLL_MS = 5;

    private final ResponsesConfig config;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    Writes(ResponsesConfig config) {
        this.config = config;
    }

    /** How many there are. */
    long number() {
        return number.get();
    }

    /** How long they are together. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Begins one, unless there are too many; call {@link #end} once for one that has begun.
     *
     * @return the limit that it would be beyond; empty when it has begun
     */
    Optional<String> begin(long length) {
        Optional<String> limit = beyond(number.incrementAndGet(), bytes.addAndGet(length));
        limit.ifPresent(_ -> end(length));
        return limit;
    }

    private Optional<String> beyond(long all, long together) {
        if (all > config.maxWriting()) {
            return Optional.of("responses.max-writing");
        }
        return together > config.maxWritingBytes()
                ? Optional.of("responses.max-writing-bytes")
                : Optional.empty();
    }

    void end(long length) {
        number.decrementAndGet();
        bytes.addAndGet(-length);
    }

    /** Completes when there is none, or after {@code limit}. */
    Future<Void> none(Vertx vertx, Duration limit) {
        Promise<Void> none = Promise.promise();
        long poll =
                vertx.setPeriodic(
                        POLL_MS,
                        _ -> {
                            if (number.get() == 0) {
                                none.tryComplete();
                            }
                        });
        long bound = vertx.setTimer(Math.max(1, limit.toMillis()), _ -> none.tryComplete());
        return none.future()
                .onComplete(
                        _ -> {
                            vertx.cancelTimer(poll);
                            vertx.cancelTimer(bound);
                        });
    }
}
