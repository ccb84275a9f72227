// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;

/**
 * Something that the whole site shares.
 *
 * @param kind which: power or cooling
 * @param needed watts at the busiest hour
 * @param provided watts that the plan has
 */
public record SiteLimit(Bottleneck.Kind kind, Figure needed, Figure provided) {
    /** Needed over provided. */
    public double ratio() {
        return needed.value() / Math.max(1, provided.value());
    }

    /** Whether the site needs more than it has. */
    public boolean binds() {
        return needed.value() > provided.value();
    }
}
