// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseEvent;
import io.wattmill.gateway.wire.SseScanner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads an engine's event stream and hands on what the caller may see of it. */
final class EngineStream {

    private final Function<Slice, Optional<EngineJson>> reader;
    private final Rendering rendering;
    private final Tally tally;
    private final EngineListener listener;
    private final SseScanner scanner;
    private List<Slice> pieces = new ArrayList<>();
    private Optional<EngineJson> usage = Optional.empty();
    private Optional<EngineJson> last = Optional.empty();
    private String finishReason = "";
    private boolean passedOn;
    private boolean over;

    EngineStream(
            Function<Slice, Optional<EngineJson>> reader,
            Rendering rendering,
            Tally tally,
            int maxEventBytes,
            EngineListener listener) {
        this.reader = reader;
        this.rendering = rendering;
        this.tally = tally;
        this.listener = listener;
        this.scanner = new SseScanner(maxEventBytes);
    }

    void attach(HttpClientResponse response) {
        response.handler(this::bytes);
        response.exceptionHandler(_ -> fail(EngineFailure.brokeOff()));
        response.endHandler(_ -> ended());
    }

    /** The finish reason named last; empty when none was. */
    String finishReason() {
        return finishReason;
    }

    private void bytes(Buffer buffer) {
        if (over) {
            return;
        }
        boolean fits = scanner.feed(Buffers.array(buffer), this::event);
        flush();
        if (!fits) {
            fail(EngineFailure.tooLarge());
        }
    }

    private void ended() {
        listener.closed();
        if (!over) {
            scanner.end(this::event);
            flush();
            fail(EngineFailure.brokeOff());
        }
    }

    private void event(SseEvent event) {
        if (over) {
            return;
        }
        if (event.isDone()) {
            flush();
            over = true;
            listener.complete(usage, last);
        } else if (!event.isSilent()) {
            reader.apply(event.data()).ifPresentOrElse(json -> chunk(event, json), this::garbage);
        } else if (passedOn) {
            pieces.addAll(rendering.comment(event));
        }
    }

    private void garbage() {
        flush();
        fail(EngineFailure.garbage());
    }

    private void chunk(SseEvent event, EngineJson chunk) {
        if (chunk.error()) {
            flush();
            fail(EngineFailure.reported());
            return;
        }
        tally.received(chunk);
        if (chunk.isUsageOnly()) {
            usage = Optional.of(chunk);
            return;
        }
        last = Optional.of(chunk);
        if (!chunk.finishReason().isEmpty()) {
            finishReason = chunk.finishReason();
        }
        if (chunk.deliveries() > 0) {
            listener.output(chunk);
        }
        pieces.addAll(rendering.chunk(event, chunk));
    }

    /** One write for all events of one read. */
    private void flush() {
        if (!pieces.isEmpty() && !over) {
            List<Slice> ready = pieces;
            pieces = new ArrayList<>();
            passedOn = true;
            listener.write(ready);
        }
    }

    private void fail(EngineFailure failure) {
        if (!over) {
            over = true;
            listener.failed(failure);
        }
    }
}
