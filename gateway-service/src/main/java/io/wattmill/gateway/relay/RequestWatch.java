// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.telemetry.ErrorType;
import io.wattmill.gateway.tracing.Asked;
import io.wattmill.gateway.tracing.OperationTrace;
import io.wattmill.gateway.wire.EngineJson;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/**
 * Watches one request for those outside: what its calls of engines took and used goes to the
 * metrics, its way to its trace. One event loop; {@link #ended} is the last call.
 */
final class RequestWatch {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Relay relay;
    private final Job job;
    private final Operation operation;
    private final OperationTrace trace;
    private final long beganNanos;
    private @Nullable EngineMeters engine;
    private @Nullable ChunkGaps gaps;
    private boolean calling;
    private long calledNanos;
    private long lastChunkNanos;

    RequestWatch(Relay relay, Job job) {
        this.relay = relay;
        this.job = job;
        this.operation = job.dialect().operation();
        this.beganNanos = now();
        this.trace =
                job.trace()
                        .operation(
                                new Asked(
                                        operation,
                                        job.request(),
                                        job.key().principal(),
                                        job.work()));
    }

    /** An engine was chosen and is called now: attempt {@code number}, from 1. */
    void attempt(int number, Passage passage) {
        if (engine != null) {
            engine.unbilled();
        }
        relay.parts().metrics().found(passage.model());
        engine =
                relay.parts()
                        .metrics()
                        .engine(
                                operation,
                                passage.placed().getEngineKind(),
                                job.request().model(),
                                passage.upstreamModel());
        gaps = null;
        calling = true;
        calledNanos = now();
        trace.attempt(number, passage.placed(), passage.model());
    }

    /** A chunk with output came from the engine that is called. */
    void output(EngineJson chunk) {
        trace.said(chunk.text());
        long now = now();
        ChunkGaps between = gaps;
        if (between == null) {
            gaps = new ChunkGaps();
            if (engine != null) {
                engine.firstChunk(now - calledNanos);
            }
            trace.firstOutput((now - beganNanos) / NANOS_PER_SECOND);
        } else {
            between.note(now - lastChunkNanos);
        }
        lastChunkNanos = now;
    }

    /** A whole answer came from it. */
    void answer(EngineJson answer) {
        trace.said(answer.text());
    }

    /** The call came to nothing; another attempt may follow. */
    void attemptFailed(EngineFailure failure) {
        endCall(failure.reason());
        trace.attemptFailed(ErrorType.of(failure.reason()), failure.httpStatus());
    }

    /**
     * The request is over.
     *
     * @param ttftNanos time to its first token, from its arrival
     * @param record its books; the default instance when they could not be closed
     */
    void ended(RequestEnd end, OptionalLong ttftNanos, UsageRecord record) {
        endCall(end.errorCode());
        bill(end);
        long nanos = now() - job.arrivedNanos();
        ServerMeters server = relay.parts().metrics().server(operation, job.request().model());
        server.ended(ErrorType.of(end.errorCode()), nanos);
        if (end.outcome() == Outcome.OUTCOME_COMPLETED && ttftNanos.isPresent()) {
            long output = end.tokens().vector().getOutput();
            server.streamed(nanos, ttftNanos.getAsLong(), output);
        }
        trace.ended(record, ErrorType.of(end.errorCode()));
    }

    private void endCall(String reason) {
        if (calling && engine != null) {
            calling = false;
            engine.ended(ErrorType.of(reason), now() - calledNanos);
            if (gaps != null) {
                engine.chunks(gaps);
            }
        }
    }

    private void bill(RequestEnd end) {
        if (engine == null) {
            return;
        }
        var vector = end.tokens().vector();
        if (end.outcome() != Outcome.OUTCOME_COMPLETED && vector.getOutput() == 0) {
            engine.unbilled();
        } else {
            engine.billed(vector, job.request().prompt().media().parts() == 0);
        }
    }

    private long now() {
        return relay.watchdog().nanos();
    }
}
