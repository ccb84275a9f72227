// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * Reads the figures of a claim file: a number, or {@code {value, low, high, provenance, source}}.
 *
 * @param source of figures that name none
 */
record FigureReader(String source) {

    Figure figure(ClaimSection part, String key, Bounds bounds) {
        if (!part.has(key)) {
            part.problem(key, "is missing", "give " + bounds.text());
        }
        return ifGiven(part, key, bounds).orElse(nothing(bounds));
    }

    Optional<Figure> ifGiven(ClaimSection part, String key, Bounds bounds) {
        JsonNode value = part.take(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (value.isObject()) {
            return Optional.of(whole(part, key, value, bounds));
        }
        return part.bounded(part.path(key), value, bounds)
                .map(number -> Figure.exact(number, Provenance.CLAIMED, source));
    }

    private Figure whole(ClaimSection parent, String key, JsonNode node, Bounds bounds) {
        ClaimSection part = parent.at(parent.path(key), node);
        if (!part.has("value")) {
            part.problem("value", "is missing", "give " + bounds.text());
        }
        double value = part.numberIfGiven("value", bounds).orElse(bounds.min());
        double low = part.numberIfGiven("low", bounds).orElse(value);
        double high = part.numberIfGiven("high", bounds).orElse(value);
        var provenance =
                part.choiceIfGiven("provenance", Provenance.class).orElse(Provenance.CLAIMED);
        String from = part.textIfGiven("source").orElse(source);
        part.close();
        if (low > value || high < value) {
            parent.problem(key, "does not lie between its low and high", "low <= value <= high");
            return nothing(bounds);
        }
        return new Figure(value, low, high, provenance, from);
    }

    private Figure nothing(Bounds bounds) {
        return Figure.exact(bounds.min(), Provenance.ASSUMED, source);
    }
}
