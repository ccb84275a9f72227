// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.watch.Watched;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Gathers one request body into one array, within bounds of size, memory and time. A body that
 * comes in one part stays in that part's own array.
 */
final class BodyReader implements Watched {

    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 8_192;
    private static final int RETRY_SECONDS = 1;

    private final HttpServerRequest request;
    private final Bounds bounds;
    private final Consumer<BodyOutcome> outcome;
    private final long deadlineNanos;
    private byte[] bytes = NOTHING;
    private int reserved;
    private int length;
    private boolean over;

    /** What bounds a body, and where it is counted that a bound was reached. */
    record Bounds(
            int maxBytes,
            HeldBytes held,
            Duration timeout,
            Watchdog watchdog,
            MeterRegistry metrics) {}

    private BodyReader(HttpServerRequest request, Bounds bounds, Consumer<BodyOutcome> outcome) {
        this.request = request;
        this.bounds = bounds;
        this.outcome = outcome;
        this.deadlineNanos = bounds.watchdog().nanos() + bounds.timeout().toNanos();
    }

    /** Reads the body of {@code request} and tells {@code outcome} once. */
    static void read(HttpServerRequest request, Bounds bounds, Consumer<BodyOutcome> outcome) {
        new BodyReader(request, bounds, outcome).begin();
    }

    private void begin() {
        String declared = request.getHeader("content-length");
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(ApiError.unsupportedMedia("Compressed bodies are not taken; send it plain."));
            return;
        }
        long size = declared == null ? FIRST_BYTES : parse(declared);
        if (size < 0) {
            refuse(ApiError.badRequest("invalid_header", "The content-length is not a number."));
        } else if (reserve(size)) {
            listen();
        }
    }

    private static long parse(String digits) {
        boolean plain =
                !digits.isEmpty()
                        && digits.length() < 19
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(digits) : -1;
    }

    private void listen() {
        bounds.watchdog().add(this);
        request.handler(this::part);
        request.endHandler(_ -> whole());
        request.exceptionHandler(_ -> finish(new BodyOutcome.Gone()));
        if (isAsking(request.getHeader("expect"))) {
            request.response().writeContinue().onFailure(_ -> finish(new BodyOutcome.Gone()));
        }
    }

    private static boolean isAsking(@Nullable String expect) {
        return expect != null && expect.equalsIgnoreCase("100-continue");
    }

    private void part(Buffer part) {
        if (over) {
            return;
        }
        if (length == 0 && part.length() == reserved) {
            bytes = Buffers.array(part);
            length = reserved;
        } else if (length + part.length() <= reserved || reserve(length + (long) part.length())) {
            append(part);
        }
    }

    private void append(Buffer part) {
        if (bytes.length < reserved) {
            bytes = Arrays.copyOf(bytes, reserved);
        }
        part.getBytes(bytes, length);
        length += part.length();
    }

    /** Takes room for at least {@code wanted} bytes; refuses the request when there is none. */
    private boolean reserve(long wanted) {
        if (wanted > bounds.maxBytes()) {
            hit(
                    "http.max-body-bytes",
                    ApiError.tooLarge(
                            "The body is larger than " + bounds.maxBytes() + " bytes, the limit."));
            return false;
        }
        int size = (int) Math.min(bounds.maxBytes(), Math.max(wanted, 2L * reserved));
        if (!bounds.held().tryTake(size - reserved)) {
            hit(
                    "http.max-held-bytes",
                    ApiError.unavailable(
                            "overloaded",
                            "The gateway holds as many request bodies as it can.",
                            RETRY_SECONDS));
            return false;
        }
        reserved = size;
        return true;
    }

    private void whole() {
        if (!over) {
            over = true;
            bounds.watchdog().remove(this);
            byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            outcome.accept(new BodyOutcome.Whole(body, this::release));
        }
    }

    /** Gives the memory back; the second time there is nothing to give. */
    private void release() {
        bounds.held().giveBack(reserved);
        reserved = 0;
        bytes = NOTHING;
    }

    private void hit(String limit, ApiError error) {
        Limits.hit(bounds.metrics(), limit);
        refuse(error);
    }

    private void refuse(ApiError error) {
        finish(new BodyOutcome.Refused(error));
    }

    private void finish(BodyOutcome end) {
        if (!over) {
            over = true;
            bounds.watchdog().remove(this);
            release();
            outcome.accept(end);
        }
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos > deadlineNanos) {
            hit(
                    "http.body-timeout",
                    ApiError.requestTimeout(
                            "The body did not arrive within "
                                    + bounds.timeout().toMillis()
                                    + " ms."));
        }
    }
}
