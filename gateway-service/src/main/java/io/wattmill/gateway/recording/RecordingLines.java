// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Lines of a recording: JSON, one object each. Fields that say nothing are left out. Not for
 * several threads.
 */
public final class RecordingLines {

    /** Of the format; readers refuse one that they do not know. */
    public static final int VERSION = 1;

    private static final int BLOCK_BYTES = 1_024;
    private static final String DEFAULT_TIER = "default";
    private static final JsonFactory JSON =
            new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final ObjectMapper READER = new ObjectMapper();

    private final Pseudonyms names;

    /** Lines whose names are {@code names}. */
    public RecordingLines(Pseudonyms names) {
        this.names = names;
    }

    private interface Members {
        void write(JsonGenerator out) throws IOException;
    }

    private static void line(OutputStream target, Members members) throws IOException {
        try (JsonGenerator out = JSON.createGenerator(target)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }

    /** The first line of a file. */
    public void head(OutputStream target) throws IOException {
        line(
                target,
                out -> {
                    out.writeStringField("recording", "wattmill");
                    out.writeNumberField("version", VERSION);
                    out.writeNumberField("block_bytes", BLOCK_BYTES);
                    out.writeStringField("names", names.key());
                });
    }

    /** The line that closes a file: what is in it, in all. */
    public static void end(OutputStream target, RecordedCounts counts) throws IOException {
        line(
                target,
                out -> {
                    out.writeObjectFieldStart("end");
                    out.writeNumberField("requests", counts.requests());
                    out.writeNumberField("dropped", counts.dropped());
                    out.writeNumberField("from_us", counts.fromUs());
                    out.writeNumberField("to_us", counts.toUs());
                    out.writeEndObject();
                });
    }

    /** The line of a request. */
    public void request(OutputStream target, FinishedRequest request) throws IOException {
        line(
                target,
                out -> {
                    String tenant = names.tenant(request.usage().getPrincipal());
                    out.writeNumberField("arrival_us", request.arrivedAtUs());
                    out.writeStringField("tenant", tenant);
                    asked(out, request.usage());
                    used(out, request.usage().getTokens());
                    prompt(out, tenant, request);
                    work(out, tenant, request.usage().getWork());
                    ended(out, request);
                });
    }

    private static void asked(JsonGenerator out, UsageRecord usage) throws IOException {
        String tier = usage.getWork().getTier();
        out.writeStringField("api", usage.getApi());
        out.writeStringField("model", usage.getModel());
        out.writeStringField("tier", tier.isEmpty() ? DEFAULT_TIER : tier);
        out.writeBooleanField("stream", usage.getStream());
        if (usage.getMaxOutputTokens() > 0) {
            out.writeNumberField("max_tokens", usage.getMaxOutputTokens());
        }
    }

    private static void used(JsonGenerator out, TokenVector tokens) throws IOException {
        out.writeNumberField(
                "input_tokens",
                tokens.getInputUncached() + tokens.getCacheRead() + tokens.getCacheWrite());
        out.writeNumberField("cached_tokens", tokens.getCacheRead());
        out.writeNumberField("output_tokens", tokens.getOutput());
    }

    private void prompt(JsonGenerator out, String tenant, FinishedRequest request)
            throws IOException {
        out.writeNumberField("prompt_bytes", request.promptBytes());
        out.writeArrayFieldStart("blocks");
        for (long block : names.blocks(tenant, request.blocks())) {
            out.writeNumber(block);
        }
        out.writeEndArray();
    }

    private void work(JsonGenerator out, String tenant, WorkContext work) throws IOException {
        named(out, "session", tenant, work.getSessionId());
        named(out, "run", tenant, work.getRunId());
        named(out, "parent", tenant, work.getParentId());
    }

    private void named(JsonGenerator out, String field, String tenant, String id)
            throws IOException {
        if (!id.isEmpty()) {
            out.writeStringField(field, names.work(tenant, id));
        }
    }

    private static void ended(JsonGenerator out, FinishedRequest request) throws IOException {
        out.writeStringField("outcome", text(request.usage().getOutcome()));
        if (request.ttftUs().isPresent()) {
            out.writeNumberField("ttft_us", request.ttftUs().getAsLong());
        }
        out.writeNumberField("e2e_us", request.e2eUs());
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case OUTCOME_COMPLETED -> "completed";
            case OUTCOME_ABORTED -> "aborted";
            case OUTCOME_FAILED -> "failed";
            case OUTCOME_INTERRUPTED -> "interrupted";
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }

    /** What {@code line} says. */
    public static LineReading read(String line) {
        try {
            return reading(READER.readTree(line));
        } catch (JsonProcessingException _) {
            return new LineReading.Other();
        }
    }

    private static LineReading reading(JsonNode line) {
        if (line.has("end")) {
            JsonNode end = line.path("end");
            return new LineReading.End(
                    new RecordedCounts(
                            end.path("requests").asLong(),
                            end.path("dropped").asLong(),
                            end.path("from_us").asLong(),
                            end.path("to_us").asLong()));
        }
        return line.has("arrival_us")
                ? new LineReading.Request(line.path("arrival_us").asLong())
                : new LineReading.Other();
    }
}
