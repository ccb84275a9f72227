// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.wattmill.twin.replay.prompt.PromptText;
import io.wattmill.twin.trace.TraceRequest;

import java.nio.charset.StandardCharsets;

/**
 * Bodies of {@code POST /v1/chat/completions}: streamed, with usage, and an answer of the traced
 * length.
 */
public final class ChatBody {

    private static final byte[] CLOSE = "\"}]}".getBytes(StandardCharsets.US_ASCII);

    private final String open;
    private final String options;
    private final PromptText prompts;

    /**
     * Bodies for one model.
     *
     * @param model as the target names it
     * @param ignoreEos whether to ask for the whole length whatever the model says; engines know
     *     the field, hosted APIs refuse it
     * @param prompts where the text comes from
     */
    public ChatBody(String model, boolean ignoreEos, PromptText prompts) {
        this.open =
                "{\"model\":\""
                        + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(model))
                        + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        + "\"max_tokens\":";
        this.options =
                (ignoreEos ? ",\"ignore_eos\":true" : "")
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"";
        this.prompts = prompts;
    }

    /** The body for one request. */
    public byte[] of(TraceRequest request) {
        byte[] head = (open + request.outputTokens() + options).getBytes(StandardCharsets.UTF_8);
        int contentBytes = PromptText.contentBytes(request);
        byte[] body = new byte[head.length + contentBytes + CLOSE.length];
        System.arraycopy(head, 0, body, 0, head.length);
        prompts.write(request, body, head.length);
        System.arraycopy(CLOSE, 0, body, head.length + contentBytes, CLOSE.length);
        return body;
    }
}
