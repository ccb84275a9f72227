// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.TimeOfUse;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code data.json} of genai-prices: currency per 1,000,000 tokens by provider and model, with
 * dates, times of the day and context tiers. A book is of one day: of prices with dates, those that
 * hold on it are taken.
 */
final class GenaiPrices {

    private static final Map<String, Meter> METERS =
            Map.of(
                    "input_mtok", Meter.INPUT_UNCACHED,
                    "cache_read_mtok", Meter.CACHE_READ,
                    "cache_write_mtok", Meter.CACHE_WRITE,
                    "output_mtok", Meter.OUTPUT);
    private static final int DAY_MINUTES = 1_440;

    private final Notes notes;
    private final LocalDate day;

    GenaiPrices(Notes notes, LocalDate day) {
        this.notes = notes;
        this.day = day;
    }

    /** The lines of a provider's models; of all models when none is named. */
    List<PriceLine> lines(JsonNode file, Optional<String> provider) {
        List<PriceLine> lines = new ArrayList<>();
        for (JsonNode vendor : file) {
            if (provider.map(vendor.path("id").asText()::equals).orElse(true)) {
                vendor.path("models").forEach(model -> lines.addAll(model(model)));
            }
        }
        return lines;
    }

    private List<PriceLine> model(JsonNode model) {
        List<PriceLine> lines = new ArrayList<>();
        for (String name : names(model)) {
            LineSink sink = new LineSink(notes, name);
            add(sink, name, model.path("prices"));
            lines.addAll(sink.lines());
        }
        return lines;
    }

    /** Its id, and names that a rule spells out; rules that only a pattern can follow are not. */
    private Set<String> names(JsonNode model) {
        Set<String> names = new LinkedHashSet<>();
        names.add(model.path("id").asText());
        JsonNode match = model.path("match");
        Iterable<JsonNode> rules = match.has("or") ? match.path("or") : List.of(match);
        for (JsonNode rule : rules) {
            if (rule.path("equals").isTextual()) {
                names.add(rule.path("equals").textValue());
            } else if (!rule.isMissingNode()) {
                notes.leftOut("a pattern of names; only its id was taken", names.iterator().next());
            }
        }
        return names;
    }

    private void add(LineSink sink, String name, JsonNode prices) {
        if (prices.isObject()) {
            add(sink, name, prices, TimeOfUse.ALWAYS);
            return;
        }
        inForce(name, prices).ifPresent(p -> add(sink, name, p.path("prices"), TimeOfUse.ALWAYS));
        for (JsonNode price : prices) {
            JsonNode constraint = price.path("constraint");
            if (constraint.has("start_time")) {
                time(name, constraint).ifPresent(t -> add(sink, name, price.path("prices"), t));
            }
        }
    }

    /** The last of the prices without times whose day has come. */
    private Optional<JsonNode> inForce(String name, JsonNode prices) {
        JsonNode last = null;
        for (JsonNode price : prices) {
            JsonNode constraint = price.path("constraint");
            if (!constraint.has("start_time") && hasBegun(name, constraint)) {
                last = price;
            }
        }
        return Optional.ofNullable(last);
    }

    private boolean hasBegun(String name, JsonNode constraint) {
        try {
            boolean begun =
                    !constraint.has("start_date")
                            || !LocalDate.parse(constraint.path("start_date").asText())
                                    .isAfter(day);
            if (!begun) {
                notes.leftOut("a price of a later day: import again then", name);
            }
            return begun;
        } catch (DateTimeException _) {
            notes.leftOut("a start_date that is no date", name);
            return false;
        }
    }

    private Optional<TimeOfUse> time(String name, JsonNode constraint) {
        try {
            int from = minute(constraint.path("start_time").asText());
            int to = minute(constraint.path("end_time").asText());
            return Optional.of(TimeOfUse.of(Set.of(), from, to == 0 ? DAY_MINUTES : to));
        } catch (DateTimeException | IllegalArgumentException _) {
            notes.leftOut("a time of the day that is none in UTC", name);
            return Optional.empty();
        }
    }

    private static int minute(String text) {
        LocalTime utc = OffsetTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalTime();
        return utc.getHour() * 60 + utc.getMinute();
    }

    private void add(LineSink sink, String name, JsonNode prices, TimeOfUse time) {
        for (Map.Entry<String, JsonNode> entry : prices.properties()) {
            Meter meter = METERS.get(entry.getKey());
            if (meter == null) {
                notes.leftOut("no such meter: " + entry.getKey(), name);
            } else if (entry.getValue().isNumber()) {
                sink.add(meter, conditions(time, 0), entry.getValue().decimalValue());
            } else {
                steps(sink, name, meter, entry.getValue(), time);
            }
        }
    }

    private void steps(LineSink sink, String name, Meter meter, JsonNode price, TimeOfUse time) {
        if (!price.path("base").isNumber()) {
            notes.leftOut("a price that is neither a number nor steps", name);
            return;
        }
        sink.add(meter, conditions(time, 0), price.path("base").decimalValue());
        for (JsonNode step : price.path("tiers")) {
            Conditions above = conditions(time, step.path("start").longValue());
            sink.add(meter, above, step.path("price").decimalValue());
        }
    }

    private static Conditions conditions(TimeOfUse time, long above) {
        return new Conditions("", "", "", time, above);
    }
}
