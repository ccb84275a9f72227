// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.wattmill.twin.figure.Figure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The figures that could be computed, in the order of {@link Metric}.
 *
 * @param figures by metric; one that is absent could not be computed
 */
public record Metrics(@JsonValue Map<Metric, Figure> figures) {

    /** Copies them. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Metrics {
        var copy = new EnumMap<Metric, Figure>(Metric.class);
        copy.putAll(figures);
        figures = Collections.unmodifiableMap(copy);
    }

    /** The figure, where it could be computed. */
    public Optional<Figure> figure(Metric metric) {
        return Optional.ofNullable(figures.get(metric));
    }
}
