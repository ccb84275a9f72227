// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.ask.Delivery.StreamUsage;
import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The fields that chats and completions share. */
final class SamplingFields {
    private static final int MAX_STOPS = 16;
    private static final int MAX_STOP_CHARS = 256;

    private final Fields fields;
    private final KvTransferFields kv;
    private final List<String> stops = new ArrayList<>();
    private OptionalInt maxTokens = OptionalInt.empty();
    private OptionalInt maxCompletionTokens = OptionalInt.empty();
    private OptionalInt choices = OptionalInt.empty();
    private boolean ignoreEos;
    private boolean stream;
    private boolean includeUsage;
    private boolean continuousUsage;
    private long seed;
    private String model = "";
    private String salt = "";

    SamplingFields(Fields fields) {
        this.fields = fields;
        this.kv = new KvTransferFields(fields);
    }

    /** Reads a field; what is unknown is passed over. */
    void field(String field) throws IOException {
        switch (field) {
            case "model" -> model = fields.text(field);
            case "max_tokens" -> maxTokens = fields.positive(field);
            case "max_completion_tokens" -> maxCompletionTokens = fields.positive(field);
            case "n" -> choices = fields.positive(field);
            case "stop" -> stops();
            case "ignore_eos" -> ignoreEos = fields.flag(field);
            case "seed" -> seed = fields.isNull() ? 0 : fields.whole(field);
            case "stream" -> stream = fields.flag(field);
            case "stream_options" -> streamOptions();
            case "kv_transfer_params" -> kv.read();
            case "cache_salt" -> salt = fields.isNull() ? "" : fields.text(field);
            default -> fields.skip();
        }
    }

    String model() {
        Refusal.unless(!model.isEmpty(), "'model' is required.");
        return model;
    }

    /** Keeps callers apart in the prefix cache; empty where none is given. */
    String salt() {
        return salt;
    }

    /**
     * The sampling.
     *
     * @param usualTokens output tokens where the request does not say
     */
    Sampling sampling(OptionalInt usualTokens, OptionalInt topLogprobs) {
        // OpenAI's newer name wins where both are given, as in vLLM.
        var given = maxCompletionTokens.isPresent() ? maxCompletionTokens : maxTokens;
        var max = given.isPresent() ? given : usualTokens;
        return new Sampling(
                max, List.copyOf(stops), ignoreEos, seed, choices.orElse(1), topLogprobs);
    }

    Delivery delivery() {
        var usage =
                !includeUsage
                        ? StreamUsage.NONE
                        : continuousUsage ? StreamUsage.CONTINUOUS : StreamUsage.FINAL;
        return new Delivery(stream, usage, kv.transfer());
    }

    private void stops() throws IOException {
        if (fields.isText()) {
            stop();
        } else if (!fields.isNull()) {
            fields.array("'stop'", this::stop);
        }
    }

    private void stop() throws IOException {
        var stop = fields.text("stop");
        var fits = !stop.isEmpty() && stop.length() <= MAX_STOP_CHARS && stops.size() < MAX_STOPS;
        Refusal.unless(
                fits,
                "'stop' takes up to %d texts of 1 to %d characters."
                        .formatted(MAX_STOPS, MAX_STOP_CHARS));
        stops.add(stop);
    }

    private void streamOptions() throws IOException {
        if (fields.isNull()) {
            return;
        }
        fields.object(
                "'stream_options'",
                field -> {
                    switch (field) {
                        case "include_usage" -> includeUsage = fields.flag(field);
                        case "continuous_usage_stats" -> continuousUsage = fields.flag(field);
                        default -> fields.skip();
                    }
                });
    }
}
