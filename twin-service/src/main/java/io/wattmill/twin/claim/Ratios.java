// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.Optional;

/**
 * How many times side b has what side a has.
 *
 * @param told those that can be told, each once
 */
public record Ratios(List<Times> told) {

    /** Nothing can be told. */
    public static final Ratios NONE = new Ratios(List.of());

    /**
     * One of them.
     *
     * @param times b over a, above 0
     */
    public record Times(Ratio ratio, Figure times) {}

    /** This one, where it can be told. */
    public Optional<Figure> of(Ratio ratio) {
        return told.stream().filter(each -> each.ratio() == ratio).map(Times::times).findFirst();
    }
}
