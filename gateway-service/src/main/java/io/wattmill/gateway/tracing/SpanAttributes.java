// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.wattmill.gateway.telemetry.GenAi;

import java.util.List;

/** The attributes of spans, but for the numbers that {@link AskedAttributes} names. */
final class SpanAttributes {

    /** Attributes of one span at most. */
    static final int MOST = 64;

    /** Characters of one value at most. */
    static final int MAX_CHARS = 256;

    static final AttributeKey<String> METHOD = stringKey("http.request.method");
    static final AttributeKey<String> SCHEME = stringKey("url.scheme");
    static final AttributeKey<String> ROUTE = stringKey("http.route");
    static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
    static final AttributeKey<Long> RESENT = longKey("http.request.resend_count");
    static final AttributeKey<String> ADDRESS = stringKey("server.address");
    static final AttributeKey<Long> PORT = longKey("server.port");
    static final AttributeKey<String> ERROR_TYPE = stringKey(GenAi.ERROR_TYPE);

    static final AttributeKey<String> OPERATION = stringKey(GenAi.OPERATION);
    static final AttributeKey<String> PROVIDER = stringKey(GenAi.PROVIDER);
    static final AttributeKey<String> MODEL = stringKey(GenAi.REQUEST_MODEL);
    static final AttributeKey<Boolean> STREAM = booleanKey("gen_ai.request.stream");
    static final AttributeKey<Long> MAX_TOKENS = longKey("gen_ai.request.max_tokens");
    static final AttributeKey<Long> CHOICES = longKey("gen_ai.request.choice.count");
    static final AttributeKey<Long> SEED = longKey("gen_ai.request.seed");
    static final AttributeKey<String> OUTPUT_TYPE = stringKey("gen_ai.output.type");
    static final AttributeKey<String> CONVERSATION = stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> AGENT_ID = stringKey("gen_ai.agent.id");
    static final AttributeKey<String> AGENT_NAME = stringKey("gen_ai.agent.name");
    static final AttributeKey<String> SERVICE_TIER = stringKey("openai.request.service_tier");

    static final AttributeKey<List<String>> STOPS = stringArrayKey("gen_ai.request.stop_sequences");
    static final AttributeKey<String> INPUT_MESSAGES = stringKey("gen_ai.input.messages");
    static final AttributeKey<String> OUTPUT_MESSAGES = stringKey("gen_ai.output.messages");

    static final AttributeKey<String> RESPONSE_ID = stringKey("gen_ai.response.id");
    static final AttributeKey<String> RESPONSE_MODEL = stringKey(GenAi.RESPONSE_MODEL);
    static final AttributeKey<List<String>> FINISH =
            stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Double> FIRST_CHUNK =
            doubleKey("gen_ai.response.time_to_first_chunk");
    static final AttributeKey<Long> INPUT = longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT = longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> CACHE_READ = longKey("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> CACHE_WRITE =
            longKey("gen_ai.usage.cache_creation.input_tokens");
    static final AttributeKey<Long> REASONING = longKey("gen_ai.usage.reasoning.output_tokens");

    static final AttributeKey<String> REQUEST_ID = stringKey("wattmill.request.id");
    static final AttributeKey<String> ORGANIZATION = stringKey("wattmill.organization");
    static final AttributeKey<String> PROJECT = stringKey("wattmill.project");
    static final AttributeKey<String> TIER = stringKey("wattmill.tier");
    static final AttributeKey<String> RUN = stringKey("wattmill.run");
    static final AttributeKey<String> PARENT = stringKey("wattmill.parent");
    static final AttributeKey<String> NODE = stringKey("wattmill.node");
    static final AttributeKey<String> ENGINE = stringKey("wattmill.engine");
    static final AttributeKey<Long> ATTEMPT = longKey("wattmill.attempt");
    static final AttributeKey<Long> ATTEMPTS = longKey("wattmill.attempts");
    static final AttributeKey<String> FALLBACK_FROM = stringKey("wattmill.fallback_from");
    static final AttributeKey<Double> ADMISSION_WAIT = doubleKey("wattmill.admission.wait_ms");
    static final AttributeKey<Double> ENERGY = doubleKey("wattmill.usage.energy_joules");
    static final AttributeKey<String> COST = stringKey("wattmill.usage.cost");
    static final AttributeKey<Long> COST_NANO = longKey("wattmill.usage.cost_nano");
    static final AttributeKey<String> CURRENCY = stringKey("wattmill.usage.currency");
    static final AttributeKey<Long> WASTE = longKey("wattmill.usage.waste_tokens");

    private SpanAttributes() {}
}
