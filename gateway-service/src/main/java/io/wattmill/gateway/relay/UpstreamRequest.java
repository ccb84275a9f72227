// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.dialect.PairBodies;
import io.wattmill.gateway.dialect.UpstreamBody;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * What engines are sent in one attempt, headers and body: the one that answers, and before it the
 * one that computes the prompt, where that is another.
 */
final class UpstreamRequest {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamRequest.class);
    private static final String VLLM = "vllm";

    private final Job job;
    private final Placed placed;
    private final String model;
    private final int number;
    private final boolean salted;

    /**
     * @param number which attempt it is; the second call of a pair goes by the next number
     */
    UpstreamRequest(RelayConfig config, Job job, Passage passage, int number) {
        this.job = job;
        this.placed = passage.placed();
        this.model = passage.upstreamModel();
        this.number = number;
        this.salted = config.cacheSalt();
    }

    /** Headers for the engine that computes the prompt. */
    void addressPrompt(HttpClientRequest call) {
        address(call, "application/json", number);
    }

    /** Headers for the engine that answers. */
    void address(HttpClientRequest call) {
        String accept = job.request().stream() ? "text/event-stream" : "application/json";
        address(call, accept, placed.hasPrefill() ? number + 1 : number);
    }

    private void address(HttpClientRequest call, String accept, int attempt) {
        // a hosted API is somebody else's: no trace of ours goes there
        if (!isHosted()) {
            job.trace().tell(number, call::putHeader);
        }
        call.putHeader("content-type", "application/json")
                .putHeader("accept", accept)
                .putHeader("x-request-id", job.requestId() + "-" + attempt)
                .exceptionHandler(UpstreamRequest::ignored);
    }

    /** Body for the engine that computes the prompt. */
    List<Slice> promptBody() {
        return PairBodies.prompt(job.request(), wishes());
    }

    /**
     * Body for the engine that answers. A caller's own words on KV cache go to no engine of the
     * site's.
     *
     * @param handed where the KV cache lies that another engine has made, a JSON value
     */
    List<Slice> body(Optional<byte[]> handed) {
        return isHosted()
                ? UpstreamBody.of(job.request(), wishes())
                : PairBodies.answer(job.request(), wishes(), handed);
    }

    private UpstreamBody.Wishes wishes() {
        boolean vllm = placed.getEngineKind().equals(VLLM);
        Optional<String> salt = Optional.of(job.key().salt().cache()).filter(_ -> vllm && salted);
        return new UpstreamBody.Wishes(model, vllm, salt);
    }

    private boolean isHosted() {
        return placed.getEngineKind().equals(EngineKinds.HOSTED);
    }

    /** The last part ends the request; a failure is told by the response. */
    static void write(HttpClientRequest call, List<Slice> body) {
        List<Buffer> parts = Buffers.parts(body);
        if (parts.size() > 1) {
            call.putHeader("content-length", Integer.toString(Splices.length(body)));
        }
        for (Buffer part : parts.subList(0, parts.size() - 1)) {
            call.write(part).onFailure(UpstreamRequest::ignored);
        }
        call.end(parts.getLast()).onFailure(UpstreamRequest::ignored);
    }

    static void reset(HttpClientRequest call) {
        call.reset().onFailure(UpstreamRequest::ignored);
    }

    /** A connection that is given up may fail to say goodbye; nobody waits for it. */
    private static void ignored(Throwable cause) {
        LOG.atDebug().setCause(cause).log("an engine connection ended");
    }
}
