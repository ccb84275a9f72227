// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

/**
 * OpenTelemetry's names for generative AI (semantic-conventions-genai, status Development: they
 * still move, so each stands once): here those of metrics and what spans share with them, in {@code
 * tracing.SpanAttributes} those of spans alone; {@code tracing.AskedAttributes} makes the names of
 * a request's numbers from its members.
 */
public final class GenAi {

    public static final String OPERATION = "gen_ai.operation.name";
    public static final String PROVIDER = "gen_ai.provider.name";
    public static final String REQUEST_MODEL = "gen_ai.request.model";
    public static final String RESPONSE_MODEL = "gen_ai.response.model";
    public static final String TOKEN_TYPE = "gen_ai.token.type";
    public static final String TOKEN_MODALITY = "gen_ai.token.modality";
    public static final String ERROR_TYPE = "error.type";

    public static final String SERVER_DURATION = "gen_ai.server.request.duration";
    public static final String SERVER_FIRST_TOKEN = "gen_ai.server.time_to_first_token";
    public static final String SERVER_PER_TOKEN = "gen_ai.server.time_per_output_token";
    public static final String CLIENT_DURATION = "gen_ai.client.operation.duration";
    public static final String CLIENT_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";
    public static final String CLIENT_PER_CHUNK = "gen_ai.client.operation.time_per_output_chunk";
    public static final String CLIENT_TOKENS = "gen_ai.client.token.usage";
    public static final String USAGE = "gen_ai.client.inference.usage.";
    public static final String PER_OPERATION = "gen_ai.client.inference.operation.";

    /** Who serves, where the gateway speaks of itself. */
    public static final String WATTMILL = "wattmill";

    private GenAi() {}
}
