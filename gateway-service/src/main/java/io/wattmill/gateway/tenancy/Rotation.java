// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A new secret for a key.
 *
 * @param overlap how long the old one goes on opening it; the site's usual time otherwise
 */
public record Rotation(Optional<Duration> overlap) {

    /**
     * {@code {"overlap_ms": 3600000}}; 0 ends the old secret at once.
     *
     * @param longest overlap that may be asked for
     */
    public static Parsed<Rotation> parse(byte[] body, Duration longest) {
        return Fields.read(
                body,
                Set.of("overlap_ms"),
                fields -> {
                    var ms = fields.count("overlap_ms", "milliseconds");
                    if (ms.isPresent() && ms.getAsLong() > longest.toMillis()) {
                        throw new Fields.Wrong(
                                "overlap_ms",
                                "'overlap_ms' is at most "
                                        + longest.toMillis()
                                        + ", gateway.identity.max-rotation-overlap.");
                    }
                    return new Rotation(
                            ms.isPresent()
                                    ? Optional.of(Duration.ofMillis(ms.getAsLong()))
                                    : Optional.empty());
                });
    }
}
