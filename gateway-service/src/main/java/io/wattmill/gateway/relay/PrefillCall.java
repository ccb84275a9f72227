// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.gateway.dialect.PairBodies;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Usage;

import java.util.List;
import java.util.Optional;

/**
 * The first of two calls: an engine computes the prompt, keeps its KV cache, and says where that
 * lies. It says nothing more once it was given up; what it has computed by then the engine drops
 * after a time of its own (vLLM: {@code VLLM_NIXL_ABORT_REQUEST_TIMEOUT}).
 */
final class PrefillCall implements EngineListener {

    private final Relay relay;
    private final UpstreamRequest upstream;
    private final Rendering rendering;
    private final Listener listener;
    private Optional<HttpClientRequest> request = Optional.empty();
    private boolean over;

    /** Hears that the engine was reached, then one of the others, once. */
    interface Listener {

        /** The request is on its way to the engine. */
        void prefillStarted();

        /** The prompt is computed. */
        void prefilled(Prefill prefill);

        /** It is not. */
        void prefillFailed(EngineFailure failure);
    }

    /**
     * What the engine said.
     *
     * @param params where its KV cache lies, a JSON value; empty when it keeps none
     * @param usage what it counted
     */
    record Prefill(Optional<byte[]> params, Optional<Usage> usage) {}

    /**
     * @param rendering knows an answer by its shape
     */
    PrefillCall(Relay relay, UpstreamRequest upstream, Rendering rendering, Listener listener) {
        this.relay = relay;
        this.upstream = upstream;
        this.rendering = rendering;
        this.listener = listener;
    }

    /** Calls the engine at {@code url}. */
    void start(String url, String path) {
        relay.engines().open(url, path).onComplete(this::opened);
    }

    private void opened(AsyncResult<HttpClientRequest> opened) {
        if (opened.failed()) {
            failed(relay.engines().notOpened(opened.cause()));
        } else if (over) {
            UpstreamRequest.reset(opened.result());
        } else {
            send(opened.result());
        }
    }

    private void send(HttpClientRequest call) {
        listener.prefillStarted();
        upstream.addressPrompt(call);
        request = Optional.of(call);
        call.response().onComplete(this::responded);
        UpstreamRequest.write(call, upstream.promptBody());
    }

    void giveUp() {
        if (!over) {
            over = true;
            request.ifPresent(UpstreamRequest::reset);
        }
    }

    private void responded(AsyncResult<HttpClientResponse> result) {
        if (over) {
            return;
        }
        if (result.failed()) {
            failed(EngineFailure.brokeOff());
            return;
        }
        int maxBytes = relay.parts().config().maxAnswerBytes();
        new EngineAnswer(relay.reader()::read, rendering, maxBytes, this).attach(result.result());
    }

    @Override
    public void answer(EngineJson answer) {
        if (!over) {
            over = true;
            byte[] text = answer.text().copy();
            listener.prefilled(new Prefill(PairBodies.params(text), answer.usage()));
        }
    }

    @Override
    public void failed(EngineFailure failure) {
        if (!over) {
            over = true;
            request.ifPresent(UpstreamRequest::reset);
            listener.prefillFailed(failure);
        }
    }

    @Override
    public void output(EngineJson chunk) {}

    @Override
    public void write(List<Slice> pieces) {}

    @Override
    public void complete(Optional<EngineJson> usage, Optional<EngineJson> last) {}

    @Override
    public void closed() {}
}
