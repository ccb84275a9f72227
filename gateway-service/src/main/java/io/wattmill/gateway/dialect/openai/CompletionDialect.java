// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.wire.BodyScanner;
import io.wattmill.gateway.wire.JsonBody;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Set;

/**
 * {@code /v1/completions}: one prompt or several, as text or as tokens. An engine makes {@code
 * best_of} answers to each even where fewer are shown.
 */
public final class CompletionDialect implements Dialect {

    private static final String PATH = "/v1/completions";
    private static final String PROMPT = "prompt";

    private final BodyScanner scanner;

    /** Completions within bounds. */
    public CompletionDialect(JsonLimits limits) {
        scanner = new BodyScanner(limits, OpenAiRequests.names(Set.of()));
    }

    @Override
    public String api() {
        return "completions";
    }

    @Override
    public Operation operation() {
        return Operation.TEXT_COMPLETION;
    }

    @Override
    public String promptMember() {
        return PROMPT;
    }

    @Override
    public Reading read(byte[] body) {
        return Reading.of(() -> request(scanner.scan(body)));
    }

    private static EngineRequest request(JsonBody json) throws WireException {
        Members members = json.members();
        Inputs inputs = Inputs.of(json, PROMPT);
        int choices =
                Math.max(
                        OpenAiRequests.count(members.positive("n")),
                        OpenAiRequests.count(members.positive("best_of")));
        Output output = new Output(members.positive("max_tokens"), choices, inputs.count());
        return OpenAiRequests.of(
                PATH, json, members.bool("stream"), output, inputs.prompt(json.bytes()));
    }

    @Override
    public Rendering rendering(EngineRequest request, String upstreamModel, String requestId) {
        return new OpenAiRendering(request, upstreamModel, "text_completion");
    }
}
