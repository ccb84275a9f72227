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

/** {@code /v1/embeddings}: one input or several, as text or as tokens. Nothing is generated. */
public final class EmbeddingDialect implements Dialect {

    private static final String PATH = "/v1/embeddings";
    private static final String PROMPT = "input";

    private final BodyScanner scanner;

    /** Embeddings within bounds. */
    public EmbeddingDialect(JsonLimits limits) {
        scanner = new BodyScanner(limits, OpenAiRequests.names(Set.of()));
    }

    @Override
    public String api() {
        return "embeddings";
    }

    @Override
    public Operation operation() {
        return Operation.EMBEDDINGS;
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
        if (json.members().bool("stream")) {
            throw Members.wrong("stream", "is not possible: embeddings come as one answer");
        }
        Inputs inputs = Inputs.of(json, PROMPT);
        return OpenAiRequests.of(
                PATH, json, false, Output.none(inputs.count()), inputs.prompt(json.bytes()));
    }

    @Override
    public Rendering rendering(EngineRequest request, String upstreamModel, String requestId) {
        return new OpenAiRendering(request, upstreamModel, "list");
    }
}
