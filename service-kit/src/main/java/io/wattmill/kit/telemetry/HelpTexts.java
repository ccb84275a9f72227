// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;

import java.util.Map;
import java.util.stream.Collectors;

/** Gives a meter without a description what {@link MetricCatalogue} says of it. */
final class HelpTexts implements MeterFilter {

    private static final String TOTAL = "_total";

    /** Read once. A module that is on the class path twice is no reason not to start. */
    private static final Map<String, String> TEXTS =
            MetricCatalogue.metrics().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    MetricLine::name, MetricLine::says, (one, _) -> one));

    private final NamingConvention names;

    HelpTexts(NamingConvention names) {
        this.names = names;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (id.getDescription() != null) {
            return id;
        }
        String name = names.name(id.getName(), id.getType(), id.getBaseUnit());
        String text = TEXTS.getOrDefault(name, TEXTS.get(name + TOTAL));
        return text == null
                ? id
                : new Meter.Id(
                        id.getName(),
                        Tags.of(id.getTagsAsIterable()),
                        id.getBaseUnit(),
                        text,
                        id.getType());
    }
}
