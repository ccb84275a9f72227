// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.Rate;
import io.wattmill.billing.price.TimeOfUse;
import io.wattmill.kit.config.Setting;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Prices of one model under one set of conditions, currency per 1,000,000 tokens. */
public record LineConfig(
        @Setting(doc = "The model as requests name it.") String model,
        @Setting(value = "", doc = "Only requests of this organization.") String organization,
        @Setting(value = "", doc = "Only requests of this project.") String project,
        @Setting(value = "", doc = "Only this service tier: batch, flex, priority or your own.")
                String tier,
        @Setting(value = "", doc = "Only on these days in UTC; every day when empty.")
                List<DayOfWeek> days,
        @Setting(value = "00:00", doc = "Only from this time of the day in UTC.") String from,
        @Setting(
                        value = "24:00",
                        doc = "Only before this time; not after 'from' when it goes over midnight.")
                String to,
        @Setting(
                        value = "0",
                        min = 0,
                        doc = "Only requests that read more tokens; they cost this as a whole.")
                long aboveInput,
        @Setting(doc = "Input tokens that were not cached.") Optional<BigDecimal> input,
        @Setting(doc = "Input read from a cache; the input price when absent.")
                Optional<BigDecimal> cacheRead,
        @Setting(doc = "Input written to a cache; the input price when absent.")
                Optional<BigDecimal> cacheWrite,
        @Setting(doc = "Output tokens.") Optional<BigDecimal> output,
        @Setting(doc = "Reasoning tokens; a part of output when absent.")
                Optional<BigDecimal> reasoning) {

    private static final String MIDNIGHT = "24:00";
    private static final int DAY_MINUTES = 1_440;

    public LineConfig {
        days = List.copyOf(days);
    }

    /**
     * The lines of the meters that have a price.
     *
     * @throws IllegalArgumentException when a price or condition is none, or there is no price
     */
    public Stream<PriceLine> lines() {
        Conditions conditions = new Conditions(organization, project, tier, time(), aboveInput);
        Map<Meter, BigDecimal> prices = new EnumMap<>(Meter.class);
        input.ifPresent(price -> prices.put(Meter.INPUT_UNCACHED, price));
        cacheRead.ifPresent(price -> prices.put(Meter.CACHE_READ, price));
        cacheWrite.ifPresent(price -> prices.put(Meter.CACHE_WRITE, price));
        output.ifPresent(price -> prices.put(Meter.OUTPUT, price));
        reasoning.ifPresent(price -> prices.put(Meter.REASONING, price));
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("a line of " + model + " has no price at all");
        }
        return prices.entrySet().stream()
                .map(p -> new PriceLine(model, p.getKey(), conditions, new Rate(p.getValue())));
    }

    private TimeOfUse time() {
        Set<DayOfWeek> wanted = EnumSet.noneOf(DayOfWeek.class);
        wanted.addAll(days);
        return TimeOfUse.of(wanted, minute(from), to.equals(MIDNIGHT) ? DAY_MINUTES : minute(to));
    }

    private static int minute(String text) {
        try {
            LocalTime time = LocalTime.parse(text);
            return time.getHour() * 60 + time.getMinute();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time is HH:MM, not '" + text + "'", e);
        }
    }
}
