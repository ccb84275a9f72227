// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.wire.EngineErrorReader;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads an engine's whole answer, or its refusal. */
final class EngineAnswer {

    private static final int OK = 200;

    private final Function<Slice, Optional<EngineJson>> reader;
    private final Rendering rendering;
    private final int maxBytes;
    private final EngineListener listener;
    private final List<Buffer> body = new ArrayList<>(4);
    private int length;
    private int status;
    private OptionalInt retryAfter = OptionalInt.empty();
    private boolean over;

    EngineAnswer(
            Function<Slice, Optional<EngineJson>> reader,
            Rendering rendering,
            int maxBytes,
            EngineListener listener) {
        this.reader = reader;
        this.rendering = rendering;
        this.maxBytes = maxBytes;
        this.listener = listener;
    }

    void attach(HttpClientResponse response) {
        status = response.statusCode();
        retryAfter = seconds(response.getHeader("retry-after"));
        response.handler(this::bytes);
        response.exceptionHandler(_ -> fail(EngineFailure.brokeOff()));
        response.endHandler(_ -> ended());
    }

    /** Seconds, as engines and proxies before them say it; a date is not read. */
    private static OptionalInt seconds(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private void bytes(Buffer part) {
        if (over) {
            return;
        }
        length += part.length();
        if (length > maxBytes) {
            fail(EngineFailure.tooLarge());
        } else {
            body.add(part);
        }
    }

    private void ended() {
        listener.closed();
        if (!over) {
            over = true;
            finish(Buffers.joined(body));
        }
    }

    private void finish(Slice bytes) {
        if (status != OK) {
            listener.failed(
                    EngineFailure.status(status, EngineErrorReader.message(bytes), retryAfter));
            return;
        }
        Optional<EngineJson> answer = reader.apply(bytes);
        if (answer.isPresent() && answer.get().error()) {
            listener.failed(EngineFailure.reported());
        } else if (answer.isEmpty() || !rendering.isAnswer(answer.get())) {
            listener.failed(EngineFailure.garbage());
        } else {
            listener.answer(answer.get());
        }
    }

    private void fail(EngineFailure failure) {
        if (!over) {
            over = true;
            listener.failed(failure);
        }
    }
}
