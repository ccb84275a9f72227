// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.TimeOfUse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LiteLLM's {@code model_prices_and_context_window.json}: currency per token by key, with suffixes
 * for context and service tiers. It has no dates.
 */
final class LiteLlmPrices {

    private static final Map<String, Meter> METERS =
            Map.of(
                    "input_cost_per_token", Meter.INPUT_UNCACHED,
                    "cache_read_input_token_cost", Meter.CACHE_READ,
                    "cache_creation_input_token_cost", Meter.CACHE_WRITE,
                    "output_cost_per_token", Meter.OUTPUT,
                    "output_cost_per_reasoning_token", Meter.REASONING);
    private static final Pattern KEY =
            Pattern.compile(
                    "([a-z_]+?)(?:_above_(\\d{1,6})k_tokens)?(?:_(batches|flex|priority))?");
    private static final Map<String, String> TIERS = Map.of("batches", "batch");
    private static final String STEPS = "tiered_pricing";
    private static final int TOKEN_TO_MTOK = 6;
    private static final long K = 1_000;

    private final Notes notes;

    LiteLlmPrices(Notes notes) {
        this.notes = notes;
    }

    /** The lines of a provider's models; of all models when none is named. */
    List<PriceLine> lines(JsonNode file, Optional<String> provider) {
        List<PriceLine> lines = new ArrayList<>();
        file.properties().stream()
                .filter(entry -> isOf(entry.getValue(), provider))
                .forEach(entry -> lines.addAll(model(entry.getKey(), entry.getValue())));
        return lines;
    }

    /** The file's own example has no provider that is one. */
    private static boolean isOf(JsonNode entry, Optional<String> provider) {
        String own = entry.path("litellm_provider").asText("");
        return !own.isEmpty()
                && !own.startsWith("one of ")
                && provider.map(own::equals).orElse(true);
    }

    private List<PriceLine> model(String name, JsonNode entry) {
        LineSink sink = new LineSink(notes, name);
        add(sink, name, entry, 0);
        for (JsonNode step : entry.path(STEPS)) {
            add(sink, name, step, step.path("range").path(0).decimalValue().longValue());
        }
        return sink.lines();
    }

    private void add(LineSink sink, String name, JsonNode prices, long above) {
        prices.properties().stream()
                .filter(entry -> entry.getValue().isNumber() && entry.getKey().contains("cost"))
                .forEach(entry -> add(sink, name, entry, above));
    }

    private void add(LineSink sink, String name, Map.Entry<String, JsonNode> entry, long above) {
        Matcher key = KEY.matcher(entry.getKey());
        Meter meter = key.matches() ? METERS.get(key.group(1)) : null;
        if (meter == null) {
            notes.leftOut("no such meter: " + entry.getKey(), name);
        } else {
            Conditions conditions = conditions(key, above);
            sink.add(
                    meter,
                    conditions,
                    entry.getValue().decimalValue().movePointRight(TOKEN_TO_MTOK));
        }
    }

    private static Conditions conditions(Matcher key, long above) {
        long inKey = key.group(2) == null ? above : Long.parseLong(key.group(2)) * K;
        String tier = key.group(3) == null ? "" : TIERS.getOrDefault(key.group(3), key.group(3));
        return new Conditions("", "", tier, TimeOfUse.ALWAYS, inKey);
    }
}
